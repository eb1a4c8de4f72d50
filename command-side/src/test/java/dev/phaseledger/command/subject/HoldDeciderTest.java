package dev.phaseledger.command.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.SubjectHeldException;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.PolicyCommand.LiftHold;
import dev.phaseledger.api.command.PolicyCommand.PlaceHold;
import dev.phaseledger.api.command.SubjectCommand.EraseSubject;
import dev.phaseledger.api.event.PolicyEvent.HoldLifted;
import dev.phaseledger.api.event.PolicyEvent.HoldPlaced;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.subject.SubjectDecider.Known;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HoldDeciderTest {

  private static final SubjectId JANE = new SubjectId("customer-17");
  private static final SubjectId JOHN = new SubjectId("customer-18");
  private static final HoldId CASE = new HoldId("case-1");
  private static final HoldId OTHER = new HoldId("case-2");
  private static final Context OFFICER = by(Role.PRIVACY_OFFICER);

  private final TenantPolicy held = TenantPolicy.NONE.evolve(new HoldPlaced(CASE, JANE, "ordered"));

  @Test
  void keepsASubjectFromBeingErasedUntilTheLastHoldIsLifted() {
    TenantPolicy both = held.evolve(new HoldPlaced(OTHER, JANE, "ordered too"));

    assertThatThrownBy(() -> erase(JANE, both))
        .isInstanceOf(SubjectHeldException.class)
        .hasMessageContaining("'case-1', 'case-2'");
    TenantPolicy one = both.evolve(new HoldLifted(CASE, JANE, "closed"));
    assertThatThrownBy(() -> erase(JANE, one))
        .isInstanceOf(SubjectHeldException.class)
        .hasMessageContaining("under legal hold 'case-2'");
    TenantPolicy none = one.evolve(new HoldLifted(OTHER, JANE, "closed"));
    assertThat(erase(JANE, none)).containsExactly(new SubjectErased(JANE, "asked"));
    assertThat(erase(JOHN, both)).containsExactly(new SubjectErased(JOHN, "asked"));
  }

  @Test
  void saysThatThereIsNothingToEraseWhateverIsHeld() {
    EraseSubject command = new EraseSubject(OFFICER, JANE, "asked");

    assertThat(SubjectDecider.erase(command, Known.ERASED, held.holdsOn(JANE))).isEmpty();
    assertThatThrownBy(() -> SubjectDecider.erase(command, Known.NEVER, held.holdsOn(JANE)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void isPlacedOnceUnderItsName() {
    var command = new PlaceHold(OFFICER, CASE, JANE, "ordered");

    assertThat(HoldDecider.place(command, TenantPolicy.NONE))
        .containsExactly(new HoldPlaced(CASE, JANE, "ordered"));
    assertThat(HoldDecider.place(command, held)).isEmpty();
    assertThatThrownBy(() -> HoldDecider.place(new PlaceHold(OFFICER, CASE, JOHN, "ordered"), held))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("hold: 'case-1' is in force on subject 'customer-17'");
  }

  @Test
  void isLiftedWhereItIsInForceAndMayBePlacedAgain() {
    var command = new LiftHold(OFFICER, CASE, "closed");

    assertThat(HoldDecider.lift(command, held))
        .containsExactly(new HoldLifted(CASE, JANE, "closed"));
    TenantPolicy lifted = held.evolve(new HoldLifted(CASE, JANE, "closed"));
    assertThatThrownBy(() -> HoldDecider.lift(command, lifted))
        .isInstanceOf(NotFoundException.class);
    assertThat(HoldDecider.place(new PlaceHold(OFFICER, CASE, JOHN, "again"), lifted)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRIVACY_OFFICER")
  void needsAPrivacyOfficer(Role role) {
    assertThatThrownBy(() ->
            HoldDecider.place(new PlaceHold(by(role), CASE, JANE, "ordered"), TenantPolicy.NONE))
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> HoldDecider.lift(new LiftHold(by(role), CASE, "closed"), held))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void needsAReason() {
    assertThatThrownBy(
            () -> HoldDecider.place(new PlaceHold(OFFICER, OTHER, JANE, " "), TenantPolicy.NONE))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("reason");
    assertThatThrownBy(() -> HoldDecider.lift(new LiftHold(OFFICER, CASE, ""), held))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("reason");
  }

  @Test
  void isOneOfSoMany() {
    TenantPolicy full = TenantPolicy.NONE;
    for (int i = 0; i < Limits.HOLDS_MAX; i++) {
      full = full.evolve(new HoldPlaced(new HoldId("h-" + i), JANE, "ordered"));
    }
    TenantPolicy policy = full;

    assertThatThrownBy(
            () -> HoldDecider.place(new PlaceHold(OFFICER, CASE, JANE, "ordered"), policy))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("10,000 holds");
  }

  @Test
  void changesNothingThatDispatchesAreJudgedBy() {
    assertThat(held.digest()).isEqualTo(TenantPolicy.NONE.digest());
    assertThat(held.version()).isEqualTo(TenantPolicy.NONE.version() + 1);
  }

  private static List<SubjectEvent> erase(SubjectId subject, TenantPolicy policy) {
    return SubjectDecider.erase(
        new EraseSubject(OFFICER, subject, "asked"), Known.HELD, policy.holdsOn(subject));
  }

  private static Context by(Role role) {
    return new Context(
        new Principal(
            new PrincipalId("petra"),
            Principal.Kind.HUMAN,
            new TenantId("acme"),
            Set.of(role),
            Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }
}
