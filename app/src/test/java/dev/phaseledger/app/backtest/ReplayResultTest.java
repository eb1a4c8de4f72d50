package dev.phaseledger.app.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.command.backtest.Candidate;
import dev.phaseledger.command.backtest.Comparison;
import dev.phaseledger.command.backtest.FlipTable;
import dev.phaseledger.command.backtest.Mode;
import dev.phaseledger.command.backtest.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is said of decisions that come out otherwise. No ledger has any, unless it was tampered
/// with by somebody who holds its key, or this program is at fault.
final class ReplayResultTest {

  private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");
  private static final Digest POLICY = Digest.of("policy");
  private static final InvariantResult HOLDS = result(Outcome.HOLDS, "");

  @Test
  void countsOnlyWhatIsEqualInEverythingAsEqual() {
    var table = new FlipTable();
    table.add(judged(1, judgement(POLICY, HOLDS), judgement(POLICY, HOLDS)));
    // Said word for word, but by another policy.
    table.add(judged(2, judgement(POLICY, HOLDS), judgement(Digest.of("other"), HOLDS)));
    table.add(
        judged(3, judgement(POLICY, HOLDS), judgement(POLICY, result(Outcome.VIOLATED, "9"))));
    table.add(new Comparison.Unreadable(place(4), judgement(POLICY, HOLDS)));

    Fields result = json(table);

    assertThat(Members.number(result, "decisions")).isEqualTo(3);
    assertThat(Members.number(result, "equal")).isEqualTo(1);
    assertThat(Members.number(result, "different")).isEqualTo(2);
    assertThat(Members.number(result, "unreadable")).isEqualTo(1);
    Fields first = Members.object(result, "firstDifference");
    assertThat(Members.number(first, "position")).isEqualTo(2);
    assertThat(Members.text(first, "dispatchId")).isEqualTo("d-2");
    assertThat(Members.text(first, "because"))
        .isEqualTo("the policy's digest: recorded %s, derived %s", POLICY, Digest.of("other"));
  }

  @Test
  void namesTheFirstThingThatDiffersFromWhatWasReadToWhatWasSaid() {
    Judgement recorded = judgement(POLICY, HOLDS);

    assertThat(because(recorded, judgement(POLICY, result(Outcome.VIOLATED, "9 files"))))
        .isEqualTo("invariant repo/SMALL: recorded HOLDS, derived VIOLATED (9 files)");
    assertThat(because(recorded, judgement(POLICY)))
        .isEqualTo("the number of invariants asked: recorded 1, derived 0");
    assertThat(because(recorded, with(recorded, Verdict.VETOED, "asked", List.of())))
        .isEqualTo("the verdict: recorded AUTHORIZED, derived VETOED");
    assertThat(because(recorded, with(recorded, Verdict.AUTHORIZED, "otherwise", List.of())))
        .isEqualTo("the explanation is worded otherwise");
    var fact = new FactRead("quota", "inbox", NOW, Digest.of("3"));
    assertThat(because(recorded, with(recorded, Verdict.VETOED, "asked", List.of(fact))))
        .startsWith("the facts read: recorded [], derived [");
  }

  private static String because(Judgement recorded, Judgement derived) {
    var table = new FlipTable();
    table.add(judged(7, recorded, derived));
    return Members.text(Members.object(json(table), "firstDifference"), "because");
  }

  private static Fields json(FlipTable table) {
    var order =
        new Order(
            new TenantId("acme"), Mode.PER_DECISION, new Candidate(Optional.empty(), 1), 1_000);
    return ReplayResult.json(
        order, "ledger.example/acme", new PrincipalId("reviewer"), NOW, table.summary());
  }

  private static Comparison judged(long position, Judgement recorded, Judgement derived) {
    return new Comparison.Judged(place(position), recorded, derived);
  }

  private static Place place(long position) {
    return new Place(
        position,
        position - 1,
        NOW,
        new ContractId("ctr"),
        new AgentId("agent"),
        new DispatchId("d-" + position));
  }

  private static InvariantResult result(Outcome outcome, String message) {
    return new InvariantResult("repo", "SMALL", outcome, Effect.VETO, Enforcement.ENFORCE, message);
  }

  private static Judgement judgement(Digest policy, InvariantResult... results) {
    return new Judgement(
        Verdict.AUTHORIZED,
        "asked",
        new Basis(NOW, 1, 1, 1, policy),
        Optional.empty(),
        List.of(results),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Judgement with(
      Judgement like, Verdict verdict, String explanation, List<FactRead> facts) {
    return new Judgement(
        verdict,
        explanation,
        like.basis(),
        like.breach(),
        like.results(),
        facts,
        like.parameters(),
        like.approval(),
        like.until());
  }
}
