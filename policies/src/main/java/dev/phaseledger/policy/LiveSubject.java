package dev.phaseledger.policy;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.CountRead;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.DecisionInput.ActingAgent;
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
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A live dispatch as expressions see it. Members are read when an expression asks for them.
final class LiveSubject implements Subject {

  private static final Path COMMAND = Path.of("command");
  private static final Path CONTRACT = Path.of("contract");
  private static final Path RUN = Path.of("run");
  private static final Path CONTEXT = Path.of("context");
  private static final Path HISTORY = Path.of("history");
  private static final Path EVIDENCE = Path.of("evidence");
  private static final FieldType TEXTS = new FieldType.ListOf(Simple.STRING);

  private final DecisionInput input;
  private final DispatchRequest request;
  private final ContractTerms terms;
  private final JsonInputs json;
  private @Nullable ListView evidence;
  private @Nullable ApprovalViews approvals;

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
    List<DecisionInput.Approval> granted = approvals().granted();
    if (granted.isEmpty()) {
      return List.of();
    }
    return granted.stream()
        .filter(approval -> !approval.by().equals(input.agent().owner()))
        .filter(approval -> !approval.by().value().equals(input.agent().id().value()))
        .map(approval -> new Approver(approval.by().value(), List.copyOf(approval.roles())))
        .toList();
  }

  private ApprovalViews approvals() {
    ApprovalViews known = approvals;
    if (known == null) {
      known = new ApprovalViews(input.approvals());
      approvals = known;
    }
    return known;
  }

  @Override
  public Set<String> escalated() {
    return input.escalated();
  }

  @Override
  public Optional<Object> variable(String name) {
    return switch (name) {
      case "evidence" -> Optional.of(evidence());
      case "approvals" -> Optional.of(approvals().list());
      default -> make(name);
    };
  }

  @Override
  public @Nullable Object member(String variable, String field) {
    return switch (variable) {
      case "command" -> commandField(field);
      case "agent" -> agentField(field);
      case "contract" -> contractField(field);
      case "run" -> runField(field);
      case "history" -> historyField(field);
      case "context" -> contextField(field);
      default -> throw new NoSuchElementException(variable);
    };
  }

  private Optional<Object> make(String name) {
    return switch (name) {
      case "command" -> view(GovShapes.COMMAND, COMMAND, this::commandField);
      case "agent" -> view(GovShapes.AGENT, Path.of(name), this::agentField);
      case "contract" -> view(GovShapes.CONTRACT, CONTRACT, this::contractField);
      case "run" -> view(GovShapes.RUN, RUN, this::runField);
      case "context" -> view(GovShapes.CONTEXT, CONTEXT, this::contextField);
      case "history" -> view(GovShapes.HISTORY, HISTORY, this::historyField);
      case "now" -> Optional.of(input.now());
      default -> Optional.empty();
    };
  }

  private static Optional<Object> view(Shape shape, Path path, StructView.Source source) {
    return Optional.of(new StructView(shape.name(), path, source));
  }

  private @Nullable Object commandField(String field) {
    return switch (field) {
      case "id" -> request.id().value();
      case "type", "action" -> request.action();
      case "tool" -> tool(field);
      case "branch", "env" -> said(Simple.STRING, field);
      case "diffLines" -> said(Simple.INT, field);
      case "paths" -> paths(field);
      case "resources" -> resources();
      case "dataClasses" -> ListView.sorted(request.dataClasses());
      case "labels" -> map(COMMAND.field(field), request.labels());
      case "estCostMicros" -> request.costMicros();
      case "requiredLevel" -> (long) terms.requiredLevel();
      case "irreversible" -> request.irreversible();
      case "requestedBy" -> input.agent().owner().value();
      case "phase" -> request.phase().orElse(null);
      case "justification" -> request.justification();
      case "parameters" ->
          json.value(
              new FieldType.Struct(GovShapes.PARAMETERS),
              COMMAND.field(field),
              request.parameters());
      default -> null;
    };
  }

  private @Nullable Object tool(String field) {
    Object said = said(Simple.STRING, field);
    return said == null ? request.action() : said;
  }

  private @Nullable Object agentField(String field) {
    return switch (field) {
      case "grantExpiresAt" -> terms.stopping().expiresAt();
      case "tier" -> attribute(Simple.STRING, field);
      default -> agentField(input.agent(), field);
    };
  }

  /// What is known of an agent without a contract.
  static @Nullable Object agentField(ActingAgent agent, String field) {
    return switch (field) {
      case "id" -> agent.id().value();
      case "principal" -> agent.owner().value();
      case "level" -> (long) agent.level();
      case "roles" -> ListView.sorted(agent.roles());
      case "suspended" -> !agent.active();
      default -> null;
    };
  }

  private @Nullable Object contractField(String field) {
    return switch (field) {
      case "id" -> input.contract().value();
      case "allowedPaths" -> new ListView(terms.scope());
      case "deniedGlobs" -> new ListView(terms.excluded());
      case "allowedTools" -> ListView.sorted(terms.actions());
      case "dataClasses" -> ListView.sorted(terms.dataClasses());
      case "agent" -> terms.agent().value();
      case "task" -> terms.task();
      case "parent" -> terms.parent().map(ContractId::value).orElse(null);
      case "template" -> terms.template().orElse(null);
      case "version" -> (long) terms.version();
      case "requiredLevel" -> (long) terms.requiredLevel();
      case "maxActions" -> whole(terms.stopping().actionsMax());
      case "phases" -> new ListView(List.copyOf(terms.phases().stream().map(Phase::name).toList()));
      case "approvers" -> ListView.sorted(terms.approvers());
      case "budgetMicros" -> whole(terms.stopping().costMicrosMax());
      case "maxActionsPerHour" -> whole(terms.stopping().actionsPerHourMax());
      case "notBefore" -> terms.stopping().notBefore();
      case "notAfter" -> terms.stopping().expiresAt();
      case "quorum" -> attribute(Simple.INT, field);
      case "attributes" ->
          json.value(
              new FieldType.Struct(GovShapes.ATTRIBUTES),
              CONTRACT.field(field),
              terms.attributes());
      default -> null;
    };
  }

  /// A run is what the contract's attributes say of it. Only what merely names things may come from
  /// the request's own labels; its state may not.
  private @Nullable Object runField(String field) {
    Optional<JsonValue> run = terms.attributes().find("run");
    Object attribute =
        run.isPresent() && run.get() instanceof JsonValue.Fields fields
            ? json.member(GovShapes.RUN, RUN, fields, field)
            : null;
    if (attribute != null) {
      return attribute;
    }
    return switch (field) {
      case "commit" -> label(Simple.STRING, "commit");
      case "id" -> label(Simple.STRING, "run");
      default -> null;
    };
  }

  private @Nullable Object historyField(String field) {
    return switch (field) {
      case "spentMicros" -> input.history().spentMicros();
      case "counters" -> counters();
      default -> null;
    };
  }

  private @Nullable Object contextField(String field) {
    SessionContext context = input.history().context();
    return switch (field) {
      case "dataClasses" -> ListView.sorted(context.dataClasses());
      case "session" -> context.session().orElse(null);
      case "sessionDataClasses" -> ListView.sorted(context.sessionDataClasses());
      default -> null;
    };
  }

  @Override
  public OptionalLong count(CounterDeclaration counter, Counted what, FactReads reads) {
    return count(counter, what, keyOf(counter), input.history().counts(), input.now(), reads);
  }

  /// What is counted under the contract itself follows from its own events; anything else is
  /// remembered as read.
  static OptionalLong count(
      CounterDeclaration counter,
      Counted what,
      Optional<String> key,
      CountBook book,
      Instant now,
      FactReads reads) {
    if (key.isEmpty()) {
      return OptionalLong.empty();
    }
    Count count = counter.count(what, key.get());
    OptionalLong value = book.count(count, now);
    if (value.isPresent() && counter.per() != Count.Per.CONTRACT) {
      reads.counted(
          new CountRead(
              what.text(),
              count.perText(),
              count.key(),
              count.within(),
              value.getAsLong(),
              book.position()));
    }
    return value;
  }

  private Optional<String> keyOf(CounterDeclaration counter) {
    return switch (counter.per()) {
      case CONTRACT, TENANT -> Optional.of("");
      case AGENT -> Optional.of(input.agent().id().value());
      case ACTION -> Optional.of(request.action());
      case LABEL -> Optional.ofNullable(request.labels().get(counter.label()));
    };
  }

  private MapView counters() {
    return map(HISTORY.field("counters"), input.history().counters());
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
  private @Nullable Object said(Simple type, String name) {
    Object parameter = parameter(type, name);
    return parameter == null ? label(type, name) : parameter;
  }

  private @Nullable Object parameter(FieldType type, String name) {
    Optional<JsonValue> value = request.parameters().find(name);
    return value.isPresent() ? json.value(type, COMMAND.field(name), value.get()) : null;
  }

  private @Nullable Object label(Simple type, String name) {
    String label = request.labels().get(name);
    if (label == null || type != Simple.INT) {
      return label;
    }
    try {
      return Long.parseLong(label);
    } catch (NumberFormatException e) {
      throw InputErrors.wrongType(COMMAND.field("labels").key(name), "a whole number of 64 bits");
    }
  }

  private @Nullable Object attribute(Simple type, String name) {
    Optional<JsonValue> value = terms.attributes().find(name);
    return value.isPresent()
        ? json.value(type, CONTRACT.field("attributes").field(name), value.get())
        : null;
  }

  private Object resources() {
    return new ListView(request.resources());
  }

  private Object paths(String field) {
    Object named = parameter(TEXTS, field);
    return named == null ? resources() : named;
  }

  private static @Nullable Object whole(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static @Nullable Object whole(OptionalInt value) {
    return value.isPresent() ? (long) value.getAsInt() : null;
  }

  private ListView evidence() {
    ListView known = evidence;
    if (known == null) {
      known = evidenceViews();
      evidence = known;
    }
    return known;
  }

  private ListView evidenceViews() {
    List<Evidence> all = input.evidence();
    Object[] views = new Object[all.size()];
    for (int i = 0; i < views.length; i++) {
      Evidence evidence = all.get(i);
      int index = i;
      views[i] =
          StructView.element(
              GovShapes.EVIDENCE.name(),
              EVIDENCE,
              index,
              field -> evidenceField(evidence, index, field));
    }
    return ListView.of(views);
  }

  private @Nullable Object evidenceField(Evidence evidence, int index, String field) {
    return switch (field) {
      case "kind" -> evidence.kind();
      case "at" -> evidence.at();
      case "by" -> evidence.producer();
      case "digest" -> evidence.content().value();
      case "passed", "commit" ->
          json.member(GovShapes.EVIDENCE, EVIDENCE.index(index), evidence.claims(), field);
      default -> null;
    };
  }
}
