package dev.phaseledger.console.contracts;

import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.console.page.Badge;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A phase of a contract: what entering it takes, and where the work stands to it.
record PhaseLine(String name, Badge stands, List<String> needs) {

  static List<PhaseLine> of(ContractView contract) {
    List<Phase> phases = contract.terms().phases();
    int present = -1;
    for (int i = 0; i < phases.size(); i++) {
      if (contract.phase().filter(phases.get(i).name()::equals).isPresent()) {
        present = i;
      }
    }
    List<PhaseLine> lines = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      lines.add(new PhaseLine(phases.get(i).name(), stands(i, present), needs(phases.get(i))));
    }
    return lines;
  }

  private static Badge stands(int phase, int present) {
    if (phase < present) {
      return new Badge("left behind", "plain");
    }
    return phase == present ? new Badge("now", "good") : new Badge("ahead", "waiting");
  }

  private static List<String> needs(Phase phase) {
    List<String> needs = new ArrayList<>();
    new TreeSet<>(phase.requiredEvidence()).forEach(kind -> needs.add("evidence: " + kind));
    phase.gates().forEach(gate -> needs.add(gate(gate)));
    return needs;
  }

  private static String gate(Gate gate) {
    return "passed: "
        + gate.kind()
        + gate.format().map(format -> ", read as " + format).orElse("")
        + (gate.independent() ? ", recorded by somebody else" : "");
  }
}
