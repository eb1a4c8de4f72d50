package dev.phaseledger.command.machines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.AgentCommand.AnswerPromotion;
import dev.phaseledger.api.command.AgentCommand.AssessAgent;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.ContractCommand.AmendContract;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.Approvers;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Silence;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.authority.AgentAuthority.Status;
import dev.phaseledger.command.authority.AgentTransitions;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.ContractTransitions;
import dev.phaseledger.command.contract.DispatchTransitions;
import dev.phaseledger.command.contract.DispatchTransitions.DispatchStatus;
import dev.phaseledger.command.machines.Page.Given;
import dev.phaseledger.command.machines.Page.Ticket;
import dev.phaseledger.command.machines.Policies.Ladder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows events with books of its own, and says what must hold at each.
final class Oracle {

  private final Map<ContractId, Page> pages = new LinkedHashMap<>();
  private final Map<AgentId, Holder> holders = new LinkedHashMap<>();
  private final Map<ContractId, ContractState> checked = new LinkedHashMap<>();
  private @Nullable LedgerCommand sent;
  private Policies policies = Policies.first();
  private Instant now = Instant.EPOCH;

  /// Releases, so that there is something to have watched.
  int releases;

  void register(AgentRegistered event) {
    holders.put(event.agent(), new Holder(event));
  }

  /// What one command has led to.
  void follow(LedgerCommand cause, World world, List<World.Recorded> recorded) {
    sent = cause;
    policies = world.policies;
    now = world.now;
    for (World.Recorded each : recorded) {
      switch (each.event()) {
        case ContractEvent e -> contract(e);
        case AgentEvent e -> agent(e);
        default -> throw new IllegalStateException("unexpected " + each.event());
      }
    }
    agrees(world);
  }

  private void contract(ContractEvent event) {
    if (event instanceof ContractIssued e) {
      issued(e);
      return;
    }
    Page page = page(event.contract());
    var before = page.status;
    DispatchTransitions.decidedOn(event).ifPresent(id -> dispatch(page, id, event));
    switch (event) {
      case ContractAmended e -> amended(page, e);
      case ContractDelegated e -> {
        page.asideActions += e.actions().orElse(0);
        page.asideCost += e.costMicros().orElse(0);
      }
      case ContractEnded e -> end(page, ContractState.Status.valueOf(e.ending().name()), e);
      case ContractRevoked e -> end(page, ContractState.Status.REVOKED, e);
      case PhaseDecided e -> entered(page, e);
      case EvidenceRecorded e -> page.tested |= e.evidence().kind().equals("tests");
      case HeartbeatRecorded _, OutcomeRecorded _ -> sign(page);
      case DispatchDecided e -> {
        if (e.judgement().breach().stream().noneMatch(b -> b.clause().equals(Silence.CLAUSE))) {
          sign(page);
        }
      }
      default -> {}
    }
    assertThat(ContractTransitions.TABLE.next(Optional.of(before), event.getClass()))
        .as("%s of a contract that is %s", event, before)
        .contains(page.status);
    assertThat(
            page.status == ContractState.Status.ACTIVE
                || page.tickets.values().stream().noneMatch(Ticket::waits))
        .as("nothing waits under a contract that has ended")
        .isTrue();
  }

  private void issued(ContractIssued e) {
    assertThat(pages).doesNotContainKey(e.contract());
    e.terms().parent().ifPresent(parent -> narrower(page(parent), e.terms()));
    if (e.terms().parent().isEmpty()) {
      assertThat(command().context().by().holds(Role.OPERATOR)).isTrue();
    }
    pages.put(e.contract(), new Page(e.contract(), e.terms()));
  }

  private void narrower(Page parent, ContractTerms terms) {
    assertThat(parent.status).isEqualTo(ContractState.Status.ACTIVE);
    assertThat(parent.terms.actions()).containsAll(terms.actions());
    assertThat(parent.terms.dataClasses()).containsAll(terms.dataClasses());
    assertThat(terms.requiredLevel()).isGreaterThanOrEqualTo(parent.terms.requiredLevel());
    assertThat(terms.stopping().expiresAt()).isBeforeOrEqualTo(parent.terms.stopping().expiresAt());
    assertThat(terms.excluded()).containsAll(parent.terms.excluded());
    assertThat(terms.scope())
        .allMatch(own ->
            parent.terms.scope().stream()
                .anyMatch(wide -> own.startsWith(wide.substring(0, wide.length() - 2))));
  }

  private void amended(Page page, ContractAmended e) {
    assertThat(command()).isInstanceOf(AmendContract.class);
    assertThat(command().context().by().holds(Role.OPERATOR)).isTrue();
    assertThat(e.terms().version()).isEqualTo(page.terms.version() + 1);
    page.terms = e.terms();
    if (e.terms().phases().isEmpty()) {
      page.phase = Optional.empty();
    } else if (page.phase.isEmpty()) {
      page.enterFirst();
    }
    e.terms().parent().ifPresent(parent -> narrower(page(parent), e.terms()));
  }

  private void end(Page page, ContractState.Status to, ContractEvent event) {
    page.status = to;
    for (Ticket ticket : page.tickets.values()) {
      if (ticket.open()) {
        ticket.status = DispatchTransitions.next(Optional.of(ticket.status), event);
      }
    }
  }

  private void entered(Page page, PhaseDecided e) {
    if (!e.granted()) {
      return;
    }
    List<String> names = page.terms.phases().stream().map(ContractTerms.Phase::name).toList();
    int at = page.phase.map(names::indexOf).orElse(-1);
    assertThat(names.indexOf(e.phase())).isBetween(0, at + 1).isNotEqualTo(at);
    page.phase = Optional.of(e.phase());
  }

  private void sign(Page page) {
    if (command().context().by().id().value().equals(page.agent().value())
        && now.isAfter(page.sign)) {
      page.sign = now;
    }
  }

  private void dispatch(Page page, DispatchId id, ContractEvent event) {
    Optional<Ticket> known = Optional.ofNullable(page.tickets.get(id));
    Ticket ticket = event instanceof DispatchDecided e ? asked(e) : known.orElseThrow();
    Optional<DispatchStatus> from = known.map(t -> t.status).filter(_ -> known.get().open());
    DispatchStatus to = DispatchTransitions.next(from, event);
    assertThat(DispatchTransitions.TABLE.next(from, event.getClass()))
        .as("%s of a dispatch that is %s", event, from)
        .contains(to);
    var oracle = new ReleaseOracle(page, holder(page.agent()), policies, now);
    if (event instanceof ApprovalRecorded e && e.granted()) {
      Principal by = command().context().by();
      assertThat(by.kind()).isEqualTo(Principal.Kind.HUMAN);
      ticket.given.put(
          e.approver(),
          new Given(
              Objects.requireNonNull(ticket.shown.get(((AnswerApproval) command()).shown())),
              Approvers.names(by),
              by.onBehalfOf()));
    } else if (event instanceof ApprovalWithdrawn e) {
      assertThat(ticket.given.remove(e.approver())).as("what was withdrawn").isNotNull();
    } else if (event instanceof ApprovalEscalated e) {
      assertThat(now).isAfterOrEqualTo(ticket.since.plus(java.time.Duration.ofHours(1)));
      ticket.escalated.addAll(e.roles());
    } else if (event instanceof DispatchRejudged e) {
      assertThat(from).as("what was judged anew").isPresent();
      if (to == DispatchStatus.PENDING) {
        ticket.given.values().removeIf(given -> !given.binding().equals(oracle.binding()));
      }
      assertThat(e.agent()).isEqualTo(page.agent());
    }
    page.tickets.put(id, ticket);
    judgement(event)
        .ifPresent(basis ->
            ticket.shown.put(
                ApprovalBinding.digest(id, Forms.digest(ticket.request), basis), oracle.binding()));
    if (to == DispatchStatus.RELEASED) {
      oracle.require(ticket);
      page.released++;
      page.cost += ticket.request.costMicros();
      page.releases.add(now);
      releases++;
      family(page);
    }
    if (to != ticket.status) {
      ticket.since = now;
      ticket.escalated.removeIf(_ -> to != DispatchStatus.PENDING);
    }
    ticket.status = to;
  }

  private static Optional<Judgement.Basis> judgement(ContractEvent event) {
    if (event instanceof DispatchDecided e) {
      return Optional.of(e.judgement().basis());
    }
    return event instanceof DispatchRejudged e
        ? Optional.of(e.judgement().basis())
        : Optional.empty();
  }

  private Ticket asked(DispatchDecided e) {
    var ticket = new Ticket(e.request());
    ticket.askers.add(command().context().by().id());
    command().context().by().onBehalfOf().ifPresent(ticket.askers::add);
    return ticket;
  }

  /// No contract and all that was delegated under it release more than it grants. One that has
  /// delegated nothing may be amended to less than it has used: then it releases nothing more.
  private void family(Page releasing) {
    for (Page page : pages.values()) {
      if (!isUnder(releasing, page)) {
        continue;
      }
      page.terms
          .stopping()
          .actionsMax()
          .ifPresent(max ->
              assertThat(under(page).stream().mapToLong(p -> p.released).sum())
                  .as("actions of the family of " + page.contract)
                  .isLessThanOrEqualTo(max));
      page.terms
          .stopping()
          .costMicrosMax()
          .ifPresent(max ->
              assertThat(under(page).stream().mapToLong(p -> p.cost).sum())
                  .as("cost of the family of " + page.contract)
                  .isLessThanOrEqualTo(max));
    }
  }

  private List<Page> under(Page top) {
    return pages.values().stream().filter(page -> isUnder(page, top)).toList();
  }

  private boolean isUnder(Page page, Page top) {
    return page.contract.equals(top.contract)
        || page.terms.parent().map(parent -> isUnder(page(parent), top)).orElse(false);
  }

  private void agent(AgentEvent event) {
    Holder holder = holder(event.agent());
    Status to =
        AgentTransitions.TABLE.next(Optional.of(holder.status), event.getClass()).stream()
            .findFirst()
            .orElseThrow(() -> new AssertionError(event + " of an agent that is " + holder.status));
    if (event instanceof AgentLevelChanged e) {
      if (e.to() > holder.level) {
        raised(e, holder);
      }
      holder.level = e.to();
    }
    if (event instanceof AgentReinstated e) {
      assertThat(e.level()).isLessThanOrEqualTo(holder.level);
      assertThat(command().context().by().kind()).isEqualTo(Principal.Kind.HUMAN);
      holder.level = e.level();
    }
    if (!(event instanceof AgentEvent.PromotionProposed
        || event instanceof AgentEvent.PromotionAnswered)) {
      holder.epoch++;
    }
    holder.status = to;
  }

  private void raised(AgentLevelChanged e, Holder holder) {
    Principal by = command().context().by();
    assertThat(e.from()).isEqualTo(holder.level);
    switch (command()) {
      case ChangeAgentLevel c -> {
        assertThat(by.holds(Role.OPERATOR)).isTrue();
        // Under a ladder only who stands on none of its levels is put on the lowest.
        assertThat(policies.ladder() == Ladder.NONE || (holder.level > 3 && c.level() == 0))
            .as("raised by hand under a ladder")
            .isTrue();
      }
      case AnswerPromotion c -> {
        assertThat(c.granted()).isTrue();
        assertThat(by.kind()).isEqualTo(Principal.Kind.HUMAN);
        assertThat(by.id()).isNotEqualTo(Holder.OWNER);
        assertThat(e.to()).isEqualTo(holder.level + 1);
      }
      case AssessAgent c -> {
        assertThat(LedgerItself.is(by)).isTrue();
        assertThat(holder.level).as("only the lowest level is left by rule").isZero();
        assertThat(e.to()).isEqualTo(1);
        assertThat(c.competence().consecutivePassesAtLevel()).isGreaterThanOrEqualTo(5);
      }
      default -> throw new AssertionError("raised by " + command());
    }
  }

  private LedgerCommand command() {
    return Objects.requireNonNull(sent);
  }

  /// The books and the folded state say the same.
  private void agrees(World world) {
    for (Page page : pages.values()) {
      ContractState state = world.contract(page.contract);
      if (same(checked.put(page.contract, state), state)) {
        // Nothing has happened to it since.
        continue;
      }
      assertThat(state.status()).isEqualTo(page.status);
      assertThat(state.released()).isEqualTo(page.released);
      assertThat(state.spentMicros()).isEqualTo(page.cost);
      assertThat(state.progress().current()).isEqualTo(page.phase);
      assertThat((long) state.open().size()).isEqualTo(page.open());
      state
          .open()
          .forEach((id, open) ->
              assertThat(open.status())
                  .as("status of " + id)
                  .isEqualTo(Objects.requireNonNull(page.tickets.get(id)).status));
    }
    holders.forEach((id, holder) -> {
      assertThat(world.agent(id).status()).isEqualTo(holder.status);
      assertThat(world.agent(id).level()).isEqualTo(holder.level);
      assertThat(world.agent(id).epoch()).isEqualTo(holder.epoch);
    });
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean same(@Nullable ContractState one, ContractState other) {
    return one == other;
  }

  private Page page(ContractId contract) {
    return Objects.requireNonNull(pages.get(contract), contract::value);
  }

  private Holder holder(AgentId agent) {
    return Objects.requireNonNull(holders.get(agent), agent::value);
  }
}
