package dev.phaseledger.app.explaining;

import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.backtest.Place;
import dev.phaseledger.command.backtest.Retrial;
import dev.phaseledger.policy.Explanation;
import dev.phaseledger.policy.Explanation.Outcome;
import dev.phaseledger.policy.Explanation.Part;
import java.util.ArrayList;
import java.util.List;

/// An explained verdict, as it is sent.
final class ExplanationJson {

  private ExplanationJson() {}

  static Fields of(Retrial decision) {
    Judgement judgement = decision.recorded();
    Place place = decision.place();
    Explanation explanation = decision.explain();
    Fields.Builder json =
        Fields.with("dispatchId", new Text(place.dispatch().value()))
            .put("contractId", place.contract().value())
            .put("agentId", place.agent().value())
            .put("position", place.position())
            .put("index", place.index())
            .put("verdict", judgement.verdict().name())
            .put("explanation", judgement.explanation())
            .put("policy", judgement.basis().policy().value())
            .put(
                "samePolicy",
                judgement.basis().policy().equals(decision.situation().policy().digest()))
            .put("now", judgement.basis().now().toString())
            .put("factsRead", new Items(facts(judgement)))
            .put("invariants", new Items(invariants(judgement, explanation)));
    judgement
        .breach()
        .ifPresent(breach ->
            json.put(
                "breach",
                Fields.with("clause", new Text(breach.clause()))
                    .put("detail", breach.detail())
                    .build()));
    return json.build();
  }

  private static List<JsonValue> facts(Judgement judgement) {
    return judgement.factsRead().stream()
        .<JsonValue>map(fact ->
            Fields.with("name", new Text(fact.name()))
                .put("key", fact.key())
                .put("observedAt", fact.observedAt().toString())
                .put("digest", fact.value().value())
                .build())
        .toList();
  }

  private static List<JsonValue> invariants(Judgement judgement, Explanation explanation) {
    List<JsonValue> all = new ArrayList<>();
    for (InvariantResult result : judgement.results()) {
      Fields.Builder json =
          Fields.with("map", new Text(result.map()))
              .put("invariant", result.invariant())
              .put("outcome", result.outcome().name())
              .put("effect", result.effect().name())
              .put("enforcement", result.enforcement().name())
              .put("message", result.message());
      explanation
          .find(result.map(), result.invariant())
          .ifPresent(taken -> {
            json.put("description", taken.description())
                .put("expression", part(taken.expression()))
                .put(
                    "variables",
                    new Items(taken.variables().stream().map(ExplanationJson::variable).toList()))
                .put(
                    "reads", new Items(taken.reads().stream().map(ExplanationJson::read).toList()));
            boolean holds =
                switch (result.outcome()) {
                  case HOLDS, EXEMPTED -> true;
                  case VIOLATED, ERROR -> false;
                };
            json.put(
                "toPass",
                new Items(
                    holds
                        ? List.of()
                        : taken.toPass().stream().<JsonValue>map(Text::new).toList()));
          });
      all.add(json.build());
    }
    return all;
  }

  private static JsonValue variable(Explanation.Variable variable) {
    return Fields.with("name", new Text(variable.name()))
        .put("expression", part(variable.expression()))
        .build();
  }

  private static JsonValue read(Explanation.Read read) {
    return outcome(Fields.with("name", new Text(read.name())), read.outcome()).build();
  }

  private static JsonValue part(Part part) {
    Fields.Builder json = outcome(Fields.with("text", new Text(part.text())), part.outcome());
    if (!part.parts().isEmpty()) {
      json.put("parts", new Items(part.parts().stream().map(ExplanationJson::part).toList()));
    }
    return json.build();
  }

  private static Fields.Builder outcome(Fields.Builder json, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Value(JsonValue value) -> json.put("value", value);
      case Outcome.Problem(String reason) -> json.put("problem", reason);
      case Outcome.Withheld _ -> json.put("withheld", true);
    };
  }
}
