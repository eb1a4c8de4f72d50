package dev.phaseledger.api.event;

import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of a competence record.
final class CompetenceCodec {

  private CompetenceCodec() {}

  static Fields encode(Competence competence) {
    return new Form()
        .integer("executions", competence.executions())
        .integer("passes", competence.passes())
        .integer("failures", competence.failures())
        .integer("consecutivePasses", competence.consecutivePasses())
        .integer("violations", competence.violations())
        .integer("vetoes", competence.vetoes())
        .instant("registeredAt", competence.registeredAt())
        .instant("levelSince", competence.levelSince())
        .integer("executionsAtLevel", competence.executionsAtLevel())
        .integer("consecutivePassesAtLevel", competence.consecutivePassesAtLevel())
        .integer("violationsAtLevel", competence.violationsAtLevel())
        .integer("position", competence.position())
        .build();
  }

  static Competence decode(Members in) {
    return in.end(
        new Competence(
            in.integer("executions"),
            in.integer("passes"),
            in.integer("failures"),
            in.integer("consecutivePasses"),
            in.integer("violations"),
            in.integer("vetoes"),
            in.instant("registeredAt"),
            in.instant("levelSince"),
            in.integer("executionsAtLevel"),
            in.integer("consecutivePassesAtLevel"),
            in.integer("violationsAtLevel"),
            in.integer("position")));
  }
}
