package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import java.util.List;

/// The recorded form of contract terms.
final class TermsCodec {

  private TermsCodec() {}

  static Fields encode(ContractTerms terms) {
    var form =
        new Form()
            .integer("version", terms.version())
            .text("agentId", terms.agent().value())
            .text("task", terms.task())
            .texts("scope", terms.scope())
            .texts("excluded", terms.excluded())
            .set("actions", terms.actions())
            .map("inputs", terms.inputs())
            .set("dataClasses", terms.dataClasses())
            .integer("requiredLevel", terms.requiredLevel())
            .integer("openDispatchesMax", terms.openDispatchesMax())
            .value("stopping", encode(terms.stopping()))
            .value("phases", phases(terms.phases()))
            .text("onBreach", terms.onBreach().name())
            .value("attributes", terms.attributes())
            .text("parent", terms.parent().map(ContractId::value))
            .text("template", terms.template());
    return form.someOf("approvers", terms.approvers()).build();
  }

  static ContractTerms decode(Members in) {
    return in.end(
        new ContractTerms(
            in.smallInteger("version"),
            in.text("agentId", AgentId::new),
            in.text("task"),
            in.texts("scope"),
            in.texts("excluded"),
            in.set("actions"),
            in.fieldsMap("inputs"),
            in.set("dataClasses"),
            in.smallInteger("requiredLevel"),
            in.smallInteger("openDispatchesMax"),
            stopping(in.object("stopping")),
            in.objects("phases").stream().map(TermsCodec::phase).toList(),
            in.constant("onBreach", BreachAction.values()),
            in.fields("attributes"),
            in.someOf("approvers"),
            in.optionalText("parent", ContractId::new),
            in.optionalText("template")));
  }

  private static Fields encode(StoppingConditions stopping) {
    var form =
        new Form()
            .instant("notBefore", stopping.notBefore())
            .instant("expiresAt", stopping.expiresAt())
            .duration("durationMax", stopping.durationMax())
            .text("when", stopping.when())
            .duration("heartbeatMax", stopping.heartbeatMax());
    stopping.actionsMax().ifPresent(count -> form.integer("actionsMax", count));
    stopping.actionsPerHourMax().ifPresent(count -> form.integer("actionsPerHourMax", count));
    stopping.costMicrosMax().ifPresent(micros -> form.integer("costMicrosMax", micros));
    return form.build();
  }

  private static StoppingConditions stopping(Members in) {
    return in.end(
        new StoppingConditions(
            in.instant("notBefore"),
            in.instant("expiresAt"),
            in.optionalInteger("actionsMax"),
            in.optionalSmallInteger("actionsPerHourMax"),
            in.optionalInteger("costMicrosMax"),
            in.optionalDuration("durationMax"),
            in.optionalText("when"),
            in.optionalDuration("heartbeatMax")));
  }

  private static Items phases(List<Phase> phases) {
    return new Items(phases.stream().<JsonValue>map(TermsCodec::encode).toList());
  }

  private static Fields encode(Phase phase) {
    var form =
        new Form().text("name", phase.name()).set("requiredEvidence", phase.requiredEvidence());
    if (!phase.gates().isEmpty()) {
      form.value(
          "gates",
          new Items(
              phase.gates().stream()
                  .<JsonValue>map(gate ->
                      new Form()
                          .text("kind", gate.kind())
                          .text("format", gate.format())
                          .flag("independent", gate.independent())
                          .build())
                  .toList()));
    }
    return form.build();
  }

  private static Phase phase(Members in) {
    return in.end(
        new Phase(
            in.text("name"),
            in.set("requiredEvidence"),
            in.has("gates")
                ? in.objects("gates").stream().map(TermsCodec::gate).toList()
                : List.of()));
  }

  private static Gate gate(Members in) {
    return in.end(new Gate(in.text("kind"), in.optionalText("format"), in.flag("independent")));
  }
}
