package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.MapDefinition.FactDeclaration;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.JsonInputs;
import dev.phaseledger.policy.cel.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// A test of a map as expressions see it: the same shapes as a live dispatch, read from JSON.
final class FixtureSubject implements Subject {

  private final JsonValue.Fields input;
  private final JsonInputs json;
  private final Map<String, FactDeclaration> declarations;

  FixtureSubject(
      JsonValue.Fields input, JsonInputs json, Map<String, FactDeclaration> declarations) {
    this.input = complete(input);
    this.json = json;
    this.declarations = declarations;
  }

  /// Adds what follows from what is given: a live dispatch has type and action both, and so do an
  /// approval's role and roles.
  private static JsonValue.Fields complete(JsonValue.Fields input) {
    TreeMap<String, JsonValue> members = new TreeMap<>(input.members());
    TreeMap<String, JsonValue> command = new TreeMap<>(fields(input, "command").members());
    mirror(command, "type", "action");
    mirror(command, "action", "type");
    members.put("command", new JsonValue.Fields(command));
    members.put(
        "approvals",
        new JsonValue.Items(
            items(input, "approvals").stream().map(FixtureSubject::approval).toList()));
    members.putIfAbsent("evidence", new JsonValue.Items(List.of()));
    GovShapes.variables()
        .forEach((name, type) -> {
          if (type instanceof FieldType.Struct) {
            members.putIfAbsent(name, JsonValue.Fields.EMPTY);
          }
        });
    return new JsonValue.Fields(members);
  }

  private static void mirror(Map<String, JsonValue> members, String from, String to) {
    JsonValue value = members.get(from);
    if (value != null) {
      members.putIfAbsent(to, value);
    }
  }

  private static JsonValue approval(JsonValue approval) {
    if (!(approval instanceof JsonValue.Fields fields)) {
      return approval;
    }
    TreeMap<String, JsonValue> members = new TreeMap<>(fields.members());
    JsonValue role = members.get("role");
    if (role != null) {
      members.putIfAbsent("roles", new JsonValue.Items(List.of(role)));
    } else if (members.get("roles") instanceof JsonValue.Items roles && !roles.values().isEmpty()) {
      members.put("role", roles.values().getFirst());
    }
    return new JsonValue.Fields(members);
  }

  @Override
  public Optional<Object> variable(String name) {
    FieldType type = GovShapes.variables().get(name);
    Optional<JsonValue> value = input.find(name);
    if (type == null || value.isEmpty()) {
      return Optional.empty();
    }
    return json.read(type, Path.of(name), value.get());
  }

  /// Tests give the value that a counter has; nothing is counted for them.
  @Override
  public OptionalLong count(CounterDeclaration counter, Counted what, FactReads reads) {
    throw new IllegalStateException("a test's counters are read, not counted");
  }

  @Override
  public FactBook facts() {
    Map<String, Map<String, Fact>> facts = new HashMap<>();
    declarations.forEach((name, declaration) -> facts.put(name, facts(name, declaration)));
    return new FactBook() {
      @Override
      public Optional<Fact> find(String name, String key) {
        return Optional.ofNullable(facts.getOrDefault(name, Map.of()).get(key));
      }

      @Override
      public Iterable<String> keys(String name) {
        return facts.getOrDefault(name, Map.of()).keySet();
      }
    };
  }

  private Map<String, Fact> facts(String name, FactDeclaration declaration) {
    Optional<JsonValue> value = fields(input, "facts").find(name);
    Instant at = text(fields(input, FixtureCheck.OBSERVED_AT), name).map(this::time).orElse(now());
    Map<String, Fact> facts = new TreeMap<>();
    if (value.isPresent() && !declaration.keyed()) {
      facts.put("", new Fact(name, "", value.get(), at));
    } else if (value.isPresent() && value.get() instanceof JsonValue.Fields keyed) {
      keyed.members().forEach((key, each) -> facts.put(key, new Fact(name, key, each, at)));
    }
    return facts;
  }

  @Override
  public Instant now() {
    return text(input, "now").map(this::time).orElse(Instant.EPOCH);
  }

  private Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  @Override
  public EnforcementPoint point() {
    return text(input, FixtureCheck.POINT)
        .map(PointRules.NAMES::get)
        .orElse(EnforcementPoint.DISPATCH);
  }

  @Override
  public Optional<String> command() {
    return text(fields(input, "command"), "action");
  }

  /// At a transition, the phase that is to be entered.
  @Override
  public Optional<String> phase() {
    return point() == EnforcementPoint.PHASE
        ? text(fields(input, "transition"), "to")
        : text(fields(input, "command"), "phase");
  }

  @Override
  public List<Approver> approvers() {
    Optional<String> requester = text(fields(input, "command"), "requestedBy");
    Optional<String> agent = text(fields(input, "agent"), "id");
    Map<String, Approver> approvers = new TreeMap<>();
    for (JsonValue each : items(input, "approvals")) {
      if (each instanceof JsonValue.Fields approval
          && approval.find("approved").equals(Optional.of(JsonValue.Bool.TRUE))) {
        Optional<String> by = text(approval, "by");
        if (by.isPresent() && !by.equals(requester) && !by.equals(agent)) {
          approvers.put(by.get(), new Approver(by.get(), texts(approval, "roles")));
        }
      }
    }
    return List.copyOf(approvers.values());
  }

  private static JsonValue.Fields fields(JsonValue.Fields from, String name) {
    return from.find(name).orElse(JsonValue.Fields.EMPTY) instanceof JsonValue.Fields fields
        ? fields
        : JsonValue.Fields.EMPTY;
  }

  private static List<JsonValue> items(JsonValue.Fields from, String name) {
    return from.find(name).orElse(JsonValue.Fields.EMPTY) instanceof JsonValue.Items items
        ? items.values()
        : List.of();
  }

  private static Optional<String> text(JsonValue.Fields from, String name) {
    return from.find(name).orElse(JsonValue.Fields.EMPTY) instanceof JsonValue.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static List<String> texts(JsonValue.Fields from, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : items(from, name)) {
      if (item instanceof JsonValue.Text(String text)) {
        texts.add(text);
      }
    }
    return texts;
  }
}
