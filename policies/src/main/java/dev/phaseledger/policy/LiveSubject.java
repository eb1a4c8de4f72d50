package dev.phaseledger.policy;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.DecisionInput.Approval;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.FieldType.Simple;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.InputErrors;
import dev.phaseledger.policy.cel.JsonInputs;
import dev.phaseledger.policy.cel.ListView;
import dev.phaseledger.policy.cel.MapView;
import dev.phaseledger.policy.cel.Path;
import dev.phaseledger.policy.cel.Shape;
import dev.phaseledger.policy.cel.StructView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A live dispatch as expressions see it. Members are read when an expression asks for them.
final class LiveSubject implements Subject {

  private static final Path COMMAND = Path.of("command");
  private static final Path CONTRACT = Path.of("contract");
  private static final Path RUN = Path.of("run");
  private static final Path HISTORY = Path.of("history");
  private static final FieldType TEXTS = new FieldType.ListOf(Simple.STRING);

  private static final Set<String> OWN_ROLES =
      Arrays.stream(Role.values())
          .map(role -> role.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private final DecisionInput input;
  private final DispatchRequest request;
  private final ContractTerms terms;
  private final JsonInputs json;
  private final Map<String, Optional<Object>> variables = new LinkedHashMap<>();
  private final Map<String, Optional<Object>> lists = new LinkedHashMap<>();

  LiveSubject(DecisionInput input, JsonInputs json) {
    this.input = input;
    this.request = input.request();
    this.terms = input.terms();
    this.json = json;
  }

  @Override
  public FactBook facts() {
    return input.facts();
  }

  @Override
  public Instant now() {
    return input.now();
  }

  @Override
  public Optional<String> command() {
    return Optional.of(request.action());
  }

  @Override
  public Optional<String> phase() {
    return request.phase();
  }

  @Override
  public List<Approver> approvers() {
    return latestApprovals().stream()
        .filter(Approval::granted)
        .filter(approval -> !approval.by().equals(input.agent().owner()))
        .filter(approval -> !approval.by().value().equals(input.agent().id().value()))
        .map(approval -> new Approver(approval.by().value(), List.copyOf(approval.roles())))
        .toList();
  }

  @Override
  public Set<String> escalated() {
    return input.escalated();
  }

  @Override
  public Optional<Object> variable(String name) {
    Optional<Object> known = variables.get(name);
    if (known != null) {
      return known;
    }
    Optional<Object> made = make(name);
    variables.put(name, made);
    return made;
  }

  private Optional<Object> make(String name) {
    return switch (name) {
      case "command" -> view(GovShapes.COMMAND, COMMAND, this::commandField);
      case "agent" -> view(GovShapes.AGENT, Path.of(name), this::agentField);
      case "contract" -> view(GovShapes.CONTRACT, CONTRACT, this::contractField);
      case "run" -> view(GovShapes.RUN, RUN, this::runField);
      case "history" -> view(GovShapes.HISTORY, HISTORY, this::historyField);
      case "evidence" -> Optional.of(evidence());
      case "approvals" -> Optional.of(approvals());
      case "now" -> Optional.of(input.now());
      default -> Optional.empty();
    };
  }

  private static Optional<Object> view(Shape shape, Path path, StructView.Source source) {
    return Optional.of(new StructView(shape.name(), path, source));
  }

  private Optional<?> commandField(String field) {
    return switch (field) {
      case "id" -> Optional.of(request.id().value());
      case "type", "action" -> Optional.of(request.action());
      case "tool" -> said(Simple.STRING, field).or(() -> Optional.of(request.action()));
      case "branch", "env" -> said(Simple.STRING, field);
      case "diffLines" -> said(Simple.INT, field);
      case "paths" -> list(field, () -> parameter(TEXTS, field).orElseGet(this::resources));
      case "resources" -> list(field, this::resources);
      case "dataClasses" -> list(field, () -> sorted(request.dataClasses()));
      case "labels" -> Optional.of(texts(COMMAND.field(field), request.labels()));
      case "estCostMicros" -> Optional.of(request.costMicros());
      case "requiredLevel" -> Optional.of((long) terms.requiredLevel());
      case "irreversible" -> Optional.of(request.irreversible());
      case "requestedBy" -> Optional.of(input.agent().owner().value());
      case "phase" -> request.phase();
      case "justification" -> Optional.of(request.justification());
      case "parameters" ->
          json.read(
              new FieldType.Struct(GovShapes.PARAMETERS),
              COMMAND.field(field),
              request.parameters());
      default -> Optional.empty();
    };
  }

  private Optional<?> agentField(String field) {
    return switch (field) {
      case "id" -> Optional.of(input.agent().id().value());
      case "principal" -> Optional.of(input.agent().owner().value());
      case "level" -> Optional.of((long) input.agent().level());
      case "roles" -> list("agent.roles", () -> sorted(input.agent().roles()));
      case "suspended" -> Optional.of(!input.agent().active());
      case "grantExpiresAt" -> Optional.of(terms.stopping().expiresAt());
      case "tier" -> attribute(Simple.STRING, field);
      default -> Optional.empty();
    };
  }

  private Optional<?> contractField(String field) {
    return switch (field) {
      case "id" -> Optional.of(input.contract().value());
      case "allowedPaths" -> list(field, () -> new ListView(terms.scope()));
      case "deniedGlobs" -> list(field, () -> new ListView(terms.excluded()));
      case "allowedTools" -> list(field, () -> sorted(terms.actions()));
      case "dataClasses" -> list("contract.dataClasses", () -> sorted(terms.dataClasses()));
      case "agent" -> Optional.of(terms.agent().value());
      case "task" -> Optional.of(terms.task());
      case "parent" -> terms.parent().map(ContractId::value);
      case "template" -> terms.template();
      case "version" -> Optional.of((long) terms.version());
      case "requiredLevel" -> Optional.of((long) terms.requiredLevel());
      case "maxActions" -> whole(terms.stopping().actionsMax());
      case "phases" ->
          list(
              "contract.phases",
              () -> new ListView(List.copyOf(terms.phases().stream().map(Phase::name).toList())));
      case "approvers" -> list("contract.approvers", () -> sorted(terms.approvers()));
      case "budgetMicros" -> whole(terms.stopping().costMicrosMax());
      case "maxActionsPerHour" -> whole(terms.stopping().actionsPerHourMax());
      case "notBefore" -> Optional.of(terms.stopping().notBefore());
      case "notAfter" -> Optional.of(terms.stopping().expiresAt());
      case "quorum" -> attribute(Simple.INT, field);
      case "attributes" ->
          json.read(
              new FieldType.Struct(GovShapes.ATTRIBUTES),
              CONTRACT.field(field),
              terms.attributes());
      default -> Optional.empty();
    };
  }

  /// A run is what the contract's attributes say of it. Only what merely names things may come from
  /// the request's own labels; its state may not.
  private Optional<?> runField(String field) {
    Optional<Object> attribute =
        terms
            .attributes()
            .find("run")
            .flatMap(run ->
                run instanceof JsonValue.Fields fields
                    ? json.member(GovShapes.RUN, RUN, fields, field)
                    : Optional.empty());
    return switch (field) {
      case "commit" -> attribute.or(() -> label(Simple.STRING, "commit"));
      case "id" -> attribute.or(() -> label(Simple.STRING, "run"));
      default -> attribute;
    };
  }

  private Optional<?> historyField(String field) {
    return switch (field) {
      case "spentMicros" -> Optional.of(input.history().spentMicros());
      case "counters" -> Optional.of(counters());
      default -> Optional.empty();
    };
  }

  private MapView counters() {
    return map(HISTORY.field("counters"), input.history().counters());
  }

  private static MapView texts(Path path, Map<String, String> entries) {
    return map(path, entries);
  }

  private static MapView map(Path path, Map<String, ?> entries) {
    return new MapView(
        path,
        new MapView.Source() {
          @Override
          public Optional<?> find(String key) {
            return Optional.ofNullable(entries.get(key));
          }

          @Override
          public Iterable<String> keys() {
            return entries.keySet();
          }
        });
  }

  /// What the request says in its parameters, or else in its labels.
  private Optional<Object> said(Simple type, String name) {
    return parameter(type, name).or(() -> label(type, name));
  }

  private Optional<Object> parameter(FieldType type, String name) {
    return request
        .parameters()
        .find(name)
        .flatMap(value -> json.read(type, COMMAND.field(name), value));
  }

  private Optional<Object> label(Simple type, String name) {
    String label = request.labels().get(name);
    if (label == null) {
      return Optional.empty();
    }
    if (type != Simple.INT) {
      return Optional.of(label);
    }
    try {
      return Optional.of(Long.parseLong(label));
    } catch (NumberFormatException e) {
      throw InputErrors.wrongType(COMMAND.field("labels").key(name), "a whole number of 64 bits");
    }
  }

  private Optional<Object> attribute(Simple type, String name) {
    return terms
        .attributes()
        .find(name)
        .flatMap(value -> json.read(type, CONTRACT.field("attributes").field(name), value));
  }

  private Object resources() {
    return new ListView(request.resources());
  }

  private Optional<Object> list(String name, Supplier<Object> make) {
    Optional<Object> known = lists.get(name);
    if (known != null) {
      return known;
    }
    Optional<Object> made = Optional.of(make.get());
    lists.put(name, made);
    return made;
  }

  private static Object sorted(Collection<String> texts) {
    return new ListView(List.copyOf(new TreeSet<>(texts)));
  }

  private static Optional<Object> whole(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private static Optional<Object> whole(OptionalInt value) {
    return value.isPresent() ? Optional.of((long) value.getAsInt()) : Optional.empty();
  }

  private ListView evidence() {
    List<Object> views = new ArrayList<>(input.evidence().size());
    for (Evidence evidence : input.evidence()) {
      Path path = Path.of("evidence").index(views.size());
      views.add(
          new StructView(
              GovShapes.EVIDENCE.name(), path, field -> evidenceField(evidence, path, field)));
    }
    return new ListView(views);
  }

  private Optional<?> evidenceField(Evidence evidence, Path path, String field) {
    return switch (field) {
      case "kind" -> Optional.of(evidence.kind());
      case "at" -> Optional.of(evidence.at());
      case "by" -> Optional.of(evidence.producer());
      case "digest" -> Optional.of(evidence.content().value());
      case "passed", "commit" -> json.member(GovShapes.EVIDENCE, path, evidence.claims(), field);
      default -> Optional.empty();
    };
  }

  private ListView approvals() {
    List<Object> views = new ArrayList<>();
    for (Approval approval : latestApprovals()) {
      Path path = Path.of("approvals").index(views.size());
      views.add(
          new StructView(GovShapes.APPROVAL.name(), path, field -> approvalField(approval, field)));
    }
    return new ListView(views);
  }

  private static Optional<?> approvalField(Approval approval, String field) {
    return switch (field) {
      case "by" -> Optional.of(approval.by().value());
      case "role" -> role(approval);
      case "roles" -> Optional.of(sorted(approval.roles()));
      case "at" -> Optional.of(approval.at());
      case "approved" -> Optional.of(approval.granted());
      default -> Optional.empty();
    };
  }

  /// One of the groups before one of the service's own roles, which every approver holds alike.
  private static Optional<String> role(Approval approval) {
    Set<String> names = new TreeSet<>(approval.roles());
    return names.stream()
        .filter(name -> !OWN_ROLES.contains(name))
        .findFirst()
        .or(() -> names.stream().findFirst());
  }

  /// One answer per human, the latest: counting answers is counting humans.
  private Collection<Approval> latestApprovals() {
    Map<PrincipalId, Approval> latest = new LinkedHashMap<>();
    input.approvals().stream()
        .sorted(
            Comparator.comparing(Approval::at)
                .thenComparing(approval -> approval.by().value())
                .thenComparing(Approval::granted, Comparator.reverseOrder()))
        .forEach(approval -> latest.put(approval.by(), approval));
    return latest.values();
  }
}
