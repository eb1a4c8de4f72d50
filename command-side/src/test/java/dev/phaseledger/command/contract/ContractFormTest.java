package dev.phaseledger.command.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.command.contract.ContractForm.GateForm;
import dev.phaseledger.command.contract.ContractForm.PhaseForm;
import dev.phaseledger.command.contract.ContractForm.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContractFormTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  @Test
  void readsWhatMayBeLeftOut() {
    ContractTerms terms = form(List.of("a/**"), stopping("PT8H", null), List.of(), null).terms(NOW);
    assertThat(terms.version()).isEqualTo(1);
    assertThat(terms.openDispatchesMax()).isEqualTo(ContractForm.OPEN_DISPATCHES_DEFAULT);
    assertThat(terms.stopping().notBefore()).isEqualTo(NOW);
    assertThat(terms.stopping().expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(8)));
    assertThat(terms.parent()).isEmpty();
    assertThat(terms.approvers()).isEmpty();
  }

  @Test
  void reportsOfChecksMustBeIndependentUnlessTheCallerSaysOtherwise() {
    var gates =
        Arrays.<@Nullable GateForm>asList(
            new GateForm("tests", "junit-xml", null),
            new GateForm("scan", "sarif-2.1.0", null),
            new GateForm("own", "junit-xml", false),
            new GateForm("stated", null, null));
    ContractTerms terms =
        form(
                List.of("a/**"),
                stopping("PT8H", null),
                List.of(new PhaseForm("submit", null, gates)),
                "ctr-0")
            .terms(NOW);
    assertThat(terms.phases().getFirst().gates())
        .extracting(Gate::independent)
        .containsExactly(true, true, false, false);
    assertThat(terms.parent()).contains(new ContractId("ctr-0"));
  }

  @Test
  void namesTheItemThatIsMissingBlankOrThereTwice() {
    refused("scope[1]", form(Arrays.asList("a", null), stopping("PT8H", null), List.of(), null));
    refused("actions[1]", actions("read", "read"));
    refused("actions[0]", actions(" "));
    refused("phases[1]", phases(Arrays.asList(new PhaseForm("a", null, null), null)));
    refused("phases[0].name", phases(List.of(new PhaseForm(null, null, null))));
    refused(
        "phases[0].requiredEvidence[0]", phases(List.of(new PhaseForm("a", List.of(""), null))));
    refused(
        "phases[0].gates[0].kind",
        phases(List.of(new PhaseForm("a", null, List.of(new GateForm(null, null, null))))));
  }

  @Test
  void anExpiryIsGivenInOneWay() {
    refused("stopping.expiresAt", form(List.of("a"), stopping(null, null), List.of(), null));
    refused("stopping.expiresAfter", form(List.of("a"), stopping("PT8H", NOW), List.of(), null));
    refused("stopping.expiresAfter", form(List.of("a"), stopping("8h", null), List.of(), null));
    refused("stopping.expiresAfter", form(List.of("a"), stopping("PT-8H", null), List.of(), null));
    refused(
        "stopping.expiresAfter", form(List.of("a"), stopping("P99999999D", null), List.of(), null));
  }

  private static void refused(String field, ContractForm form) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> form.terms(NOW))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo(field));
  }

  private static ContractForm phases(List<@Nullable PhaseForm> phases) {
    return form(List.of("a"), stopping("PT8H", null), phases, null);
  }

  private static ContractForm actions(String... actions) {
    ContractForm form = form(List.of("a"), stopping("PT8H", null), List.of(), null);
    return new ContractForm(
        null,
        form.agentId(),
        form.task(),
        form.scope(),
        null,
        Arrays.asList(actions),
        null,
        null,
        null,
        null,
        form.stopping(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Stopping stopping(@Nullable String after, @Nullable Instant at) {
    return new Stopping(null, at, after, null, null, null, null, null, null);
  }

  private static ContractForm form(
      List<@Nullable String> scope,
      Stopping stopping,
      List<@Nullable PhaseForm> phases,
      @Nullable String parent) {
    return new ContractForm(
        null,
        "agent-7",
        "keep the build green",
        scope,
        null,
        List.of("read"),
        null,
        null,
        null,
        null,
        stopping,
        phases,
        null,
        null,
        null,
        parent,
        null,
        null,
        null,
        null);
  }
}
