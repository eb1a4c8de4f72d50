package dev.phaseledger.policy.condition;

import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.FieldType.Simple;
import dev.phaseledger.policy.cel.FieldType.Struct;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.Inputs;
import dev.phaseledger.policy.cel.JsonInputs;
import dev.phaseledger.policy.cel.ListView;
import dev.phaseledger.policy.cel.MapView;
import dev.phaseledger.policy.cel.Path;
import dev.phaseledger.policy.cel.Shape;
import dev.phaseledger.policy.cel.StructView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One contract at one time, as a stop condition sees it. History and evidence are what invariants
/// see under the same names.
record ConditionView(ConditionInput input) implements Inputs {

  private static final Shape CONTRACT =
      new Shape(
          "condition.Contract",
          new TreeMap<>(
              Map.of(
                  "id", Simple.STRING,
                  "agent", Simple.STRING,
                  "version", Simple.INT,
                  "released", Simple.INT,
                  "spentMicros", Simple.INT,
                  "open", Simple.INT,
                  "firstReleasedAt", Simple.TIMESTAMP)));

  private static final List<Shape> SHAPES =
      List.of(CONTRACT, GovShapes.HISTORY, GovShapes.EVIDENCE);

  private static final JsonInputs JSON = new JsonInputs(Map.of());

  static Environment environment() {
    return Environment.of(
        Map.of(
            "contract", new Struct(CONTRACT.name()),
            "history", new Struct(GovShapes.HISTORY.name()),
            "evidence", new FieldType.ListOf(new Struct(GovShapes.EVIDENCE.name())),
            "now", Simple.TIMESTAMP),
        SHAPES);
  }

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case "contract" ->
          Optional.of(view(CONTRACT, Path.of(name), field -> contractField(field).orElse(null)));
      case "history" ->
          Optional.of(
              view(GovShapes.HISTORY, Path.of(name), field -> historyField(field).orElse(null)));
      case "evidence" -> Optional.of(evidence());
      case "now" -> Optional.of(input.now());
      default -> Optional.empty();
    };
  }

  private static StructView view(Shape shape, Path path, StructView.Source source) {
    return new StructView(shape.name(), path, source);
  }

  private Optional<?> contractField(String field) {
    ConditionInput.Usage contract = input.contract();
    return switch (field) {
      case "id" -> Optional.of(contract.id().value());
      case "agent" -> Optional.of(contract.agent().value());
      case "version" -> Optional.of((long) contract.version());
      case "released" -> Optional.of(contract.released());
      case "spentMicros" -> Optional.of(contract.spentMicros());
      case "open" -> Optional.of((long) contract.open());
      case "firstReleasedAt" -> contract.firstReleasedAt();
      default -> Optional.empty();
    };
  }

  private Optional<?> historyField(String field) {
    return switch (field) {
      case "spentMicros" -> Optional.of(input.contract().spentMicros());
      case "counters" -> Optional.of(counters());
      default -> Optional.empty();
    };
  }

  private MapView counters() {
    return new MapView(
        Path.of("history").field("counters"),
        new MapView.Source() {
          @Override
          public Optional<?> find(String key) {
            return Optional.ofNullable(input.counters().get(key));
          }

          @Override
          public Iterable<String> keys() {
            return input.counters().keySet();
          }
        });
  }

  private ListView evidence() {
    List<Object> views = new ArrayList<>(input.evidence().size());
    for (Evidence each : input.evidence()) {
      Path path = Path.of("evidence").index(views.size());
      views.add(view(GovShapes.EVIDENCE, path, field -> evidenceField(each, path, field)));
    }
    return new ListView(views);
  }

  private static @Nullable Object evidenceField(Evidence evidence, Path path, String field) {
    return switch (field) {
      case "kind" -> evidence.kind();
      case "at" -> evidence.at();
      case "by" -> evidence.producer();
      case "digest" -> evidence.content().value();
      case "passed", "commit" -> JSON.member(GovShapes.EVIDENCE, path, evidence.claims(), field);
      default -> null;
    };
  }
}
