package dev.phaseledger.console.contracts;

import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.console.page.Age;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.Pretty;
import dev.phaseledger.console.page.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A contract's terms as its page shows them. Texts are empty where there is nothing to show.
record TermsBlock(
    int version,
    List<String> scope,
    List<String> excluded,
    String actions,
    String dataClasses,
    int requiredLevel,
    String onBreach,
    String approvers,
    String parent,
    String template,
    List<String> children,
    String endedReason,
    Moment issuedAt,
    List<String> stops,
    String attributes) {

  static TermsBlock of(ContractView view) {
    ContractTerms terms = view.terms();
    return new TermsBlock(
        terms.version(),
        terms.scope(),
        terms.excluded(),
        String.join(", ", new TreeSet<>(terms.actions())),
        String.join(", ", new TreeSet<>(terms.dataClasses())),
        terms.requiredLevel(),
        Words.of(terms.onBreach().name()),
        String.join(" or ", new TreeSet<>(terms.approvers())),
        terms.parent().map(parent -> parent.value()).orElse(""),
        terms.template().orElse(""),
        view.children(),
        view.endedReason().orElse(""),
        Moment.of(view.issuedAt()),
        stops(terms.stopping()),
        terms.attributes().members().isEmpty() ? "" : Pretty.of(terms.attributes()));
  }

  private static List<String> stops(StoppingConditions stopping) {
    List<String> stops = new ArrayList<>();
    stops.add("Not before " + Moment.of(stopping.notBefore()).shown() + " UTC");
    stops.add("Expires " + Moment.of(stopping.expiresAt()).shown() + " UTC");
    stopping
        .actionsPerHourMax()
        .ifPresent(max -> stops.add("At most " + max + " released actions in any 60 minutes"));
    stopping
        .durationMax()
        .ifPresent(max -> stops.add("At most " + Age.of(max) + " from the first released action"));
    stopping
        .heartbeatMax()
        .ifPresent(max -> stops.add("Nothing after " + Age.of(max) + " without a heartbeat"));
    stopping.when().ifPresent(condition -> stops.add("As soon as " + condition));
    return stops;
  }
}
