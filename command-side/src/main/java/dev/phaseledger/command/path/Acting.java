package dev.phaseledger.command.path;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.AgentCommand.SuspendAgent;
import dev.phaseledger.api.command.ContractCommand.CancelDispatches;
import dev.phaseledger.api.command.ContractCommand.ReportPathFailure;
import dev.phaseledger.api.command.ContractCommand.RequestNotification;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.query.DelegatesView.Delegate;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import dev.phaseledger.policy.path.PathAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Does what a taken path demands, step by step. A step that fails is tried again; if it cannot be
/// done, that is put on record as a failure of its own, and the other steps are done all the same.
@Component
final class Acting {

  /// Dispatches that are called off in one append; the rest follow with the next one.
  static final int CANCELLED_PER_APPEND_MAX = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Acting.class);

  private final InForce inForce;
  private final PathViews views;
  private final LedgerCommands ledger;
  private final Rollbacks rollbacks;

  Acting(InForce inForce, PathViews views, LedgerCommands ledger, Rollbacks rollbacks) {
    this.rollbacks = rollbacks;
    this.inForce = inForce;
    this.views = views;
    this.ledger = ledger;
  }

  /// A taken path with its place.
  private record Taken(Occurrence at, PathTaken event) {

    CausedBy causedBy() {
      CausedBy causedBy = event.causedBy();
      return causedBy.position().isPresent()
          ? causedBy
          // An operator took it, so its own entry is the trigger.
          : new CausedBy(causedBy.path(), causedBy.signal(), OptionalLong.of(at.position()));
    }
  }

  /// To whom a step is done.
  ///
  /// @param key names the step among all that were ever taken
  private record Target(AgentId agent, ContractId contract, String key) {}

  /// What could not be done.
  ///
  /// @param what names it among what could not be done about the same entry
  record Failed(String path, String what, long position, String detail, RuntimeException cause) {}

  /// Does all that a path demands.
  void act(Occurrence occurrence, PathTaken event) {
    var taken = new Taken(occurrence, event);
    for (int i = 0; i < event.actions().size(); i++) {
      int step = i;
      Tries.run(() -> perform(taken, step))
          .ifPresent(failure ->
              report(
                  occurrence,
                  new Failed(
                      event.causedBy().path(),
                      "step-" + step,
                      occurrence.position(),
                      "path '%s' could not do '%s': %s"
                          .formatted(
                              event.causedBy().path(),
                              event.actions().get(step),
                              failure.getMessage()),
                      failure)));
    }
  }

  /// Puts on record that something could not be done.
  void report(Occurrence occurrence, Failed failed) {
    LOG.error(
        "revocation path failed: path={} position={} contract={}",
        failed.path(),
        failed.position(),
        occurrence.event().contract(),
        failed.cause());
    var command =
        new ReportPathFailure(
            PathFollower.context(
                occurrence, "path-failed:" + failed.position() + ":" + failed.what()),
            occurrence.event().contract(),
            Optional.empty(),
            failed.path(),
            failed.position(),
            shortened(failed.detail()));
    try {
      ledger.send(command);
    } catch (StoreException gone) {
      throw gone;
    } catch (RuntimeException unrecorded) {
      // Nothing is left to be done about it here, and other entries wait to be answered.
      LOG.error(
          "the failure of a revocation path could not be recorded: path={} position={}",
          failed.path(),
          failed.position(),
          unrecorded);
    }
  }

  private static String shortened(String text) {
    return text.length() <= Limits.REASON_CHARS_MAX
        ? text
        : text.substring(0, Limits.REASON_CHARS_MAX);
  }

  private void perform(Taken taken, int index) {
    Step step = Step.parse(taken.event().actions().get(index));
    String key = "path:" + taken.at().position() + ":" + index;
    if (!step.delegates()) {
      perform(
          taken,
          index,
          step.action(),
          new Target(taken.event().agent(), taken.event().contract(), key));
      return;
    }
    views.awaitAll(taken.at().tenant());
    List<Delegate> delegates = views.delegates(taken.at().tenant(), taken.event().contract());
    for (Target target : targets(delegates, step.action(), key)) {
      perform(taken, index, step.action(), target);
    }
  }

  /// An agent that holds several contracts is meant once.
  private static Iterable<Target> targets(List<Delegate> delegates, PathAction action, String key) {
    Map<String, Target> targets = new LinkedHashMap<>();
    for (Delegate delegate : delegates) {
      String subject =
          switch (action) {
            case PathAction.Demote _, PathAction.SuspendAgent _, PathAction.RevokeAgent _ ->
                delegate.agentId();
            case PathAction.RevokeContract _,
                PathAction.CancelOpenDispatches _,
                PathAction.Rollback _,
                PathAction.Notify _ ->
                delegate.contractId();
          };
      targets.putIfAbsent(
          subject,
          new Target(
              new AgentId(delegate.agentId()),
              new ContractId(delegate.contractId()),
              key + ":" + subject));
    }
    return targets.values();
  }

  private void perform(Taken taken, int step, PathAction action, Target target) {
    var context = PathFollower.context(taken.at(), target.key());
    Optional<CausedBy> causedBy = Optional.of(taken.causedBy());
    String reason = taken.event().explanation();
    switch (action) {
      case PathAction.Demote(int levels) -> demote(taken, levels, target);
      case PathAction.SuspendAgent _ ->
          ledger.send(new SuspendAgent(context, target.agent(), reason, causedBy));
      case PathAction.RevokeAgent _ ->
          ledger.send(new RevokeAgent(context, target.agent(), reason, causedBy));
      case PathAction.RevokeContract _ ->
          ledger.send(new RevokeContract(context, target.contract(), reason, causedBy));
      case PathAction.CancelOpenDispatches _ -> cancel(taken, target);
      case PathAction.Notify(String webhook) ->
          ledger.send(
              new RequestNotification(context, target.contract(), webhook, taken.causedBy()));
      case PathAction.Rollback rollback ->
          rollbacks.request(
              new Rollbacks.Wanted(
                  taken.at(), rollback, taken.event(), taken.causedBy(), target.key(), step));
    }
  }

  private void demote(Taken taken, int levels, Target target) {
    Optional<AgentAuthority> agent = inForce.agent(taken.at().tenant(), target.agent());
    if (agent.filter(AgentAuthority::active).isEmpty()) {
      return;
    }
    int level = agent.get().level();
    int lowered = lowered(inForce.policy(taken.at().tenant()), level, levels);
    if (lowered < level) {
      ledger.send(
          new ChangeAgentLevel(
              PathFollower.context(taken.at(), target.key()),
              target.agent(),
              lowered,
              taken.event().explanation(),
              Optional.of(taken.causedBy())));
    }
  }

  /// Some steps down, on the ladder in force if there is one.
  private static int lowered(TenantPolicy policy, int level, int levels) {
    Optional<AutonomyLadder> ladder = policy.ladder();
    if (ladder.isEmpty()) {
      return Math.max(0, level - levels);
    }
    List<Integer> below =
        ladder.get().levels().stream()
            .map(each -> each.number())
            .filter(number -> number < level)
            .sorted((a, b) -> Integer.compare(b, a))
            .toList();
    return below.isEmpty() ? level : below.get(Math.min(levels, below.size()) - 1);
  }

  private void cancel(Taken taken, Target target) {
    int cancelled;
    int part = 0;
    do {
      cancelled =
          ledger
              .send(
                  new CancelDispatches(
                      PathFollower.context(taken.at(), target.key() + ":part-" + part++),
                      target.contract(),
                      CANCELLED_PER_APPEND_MAX,
                      taken.event().explanation(),
                      taken.causedBy()))
              .events()
              .size();
    } while (cancelled == CANCELLED_PER_APPEND_MAX
        && part * CANCELLED_PER_APPEND_MAX < Limits.OPEN_DISPATCHES_MAX);
  }
}
