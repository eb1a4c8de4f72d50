package dev.phaseledger.command;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.DamagedRecordException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.StaleVersionException;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.command.point.ContractPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.lock.DeadlockException;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;

/// Sends commands to the ledger.
///
/// A command returns only after what it led to is durable. A lost race is decided again on fresh
/// state. A command repeated under its idempotency key returns the first one's result, whatever has
/// changed since.
public final class LedgerCommands {

  /// How often a command is decided before a lost race is reported. Against another node that
  /// decides under the same contract without pause, an attempt is lost two times out of three.
  static final int ATTEMPTS_MAX = 64;

  /// Longest pause between two attempts, in milliseconds.
  static final int PAUSE_MILLIS_MAX = 40;

  private static final String IDEMPOTENCY = "idempotency:";
  private static final String PREPARATION = Preparation.class.getName();

  /// Something that must be durable before a decision is recorded that refers to it. It runs once
  /// the command is decided, so that nothing is done for somebody who may not send it, and again
  /// for each further attempt.
  @FunctionalInterface
  public interface Preparation {

    /// Nothing to prepare.
    Preparation NONE = () -> {};

    void run();
  }

  private final CommandBus bus;
  private final LedgerReader reader;

  /// Puts itself in front of every handler of the bus, to attach actor, trace and claims to its
  /// append.
  public LedgerCommands(CommandBus bus, LedgerReader reader) {
    this.bus = bus;
    this.reader = reader;
    bus.registerHandlerInterceptor(LedgerCommands::withScope);
  }

  /// Decides on a command and records the decision.
  ///
  /// @throws InvalidFieldException if the command is wrong; nothing is recorded
  /// @throws dev.phaseledger.api.ForbiddenException if its sender may not send it; nothing is
  ///   recorded
  /// @throws NotFoundException if it names what does not exist; nothing is recorded
  /// @throws ConflictException if the race was lost [#ATTEMPTS_MAX] times; nothing is recorded
  /// @throws StoreException if the store is gone; whether it was recorded may be unknown, so send
  ///   it again under the same idempotency key
  public Recorded send(LedgerCommand command) {
    return send(command, Preparation.NONE);
  }

  /// Decides on a command, prepares, and records the decision: as [#send(LedgerCommand)]. Should
  /// the preparation fail, nothing is recorded.
  public Recorded send(LedgerCommand command, Preparation preparation) {
    for (int attempt = 1; ; attempt++) {
      AppendScope scope = scope(command);
      try {
        dispatch(command, scope, preparation);
        return new Recorded(scope.recorded(), false);
      } catch (ConflictException lost) {
        if (attempt == ATTEMPTS_MAX) {
          throw lost;
        }
        pause(attempt);
      } catch (ClaimTakenException taken) {
        return repeated(command, taken);
      } catch (InvalidFieldException | NotFoundException | StaleVersionException refused) {
        // An earlier request under this key may have changed the state that refuses this one.
        Optional<ClaimTakenException> holder = scope.idempotency().flatMap(reader::holder);
        if (holder.isPresent()) {
          return repeated(command, holder.get());
        }
        // What refused may be a remembered state that another node has changed since. A refusal
        // puts it in doubt, so the second decision is made on what is recorded.
        if (attempt > 1) {
          throw refused;
        }
      }
    }
  }

  /// A claim is no part of an entry, so no proof covers it. What it leads to is believed only if it
  /// answers this very command.
  private Recorded repeated(LedgerCommand command, ClaimTakenException taken) {
    if (!taken.sameRequest()) {
      throw new InvalidFieldException(
          taken.claim().scope().startsWith(IDEMPOTENCY) ? "Idempotency-Key" : "dispatchId",
          "'%s' was used for another request".formatted(taken.claim().key()));
    }
    List<RecordedEvent> recorded = reader.read(taken.position(), taken.count());
    if (recorded.stream().noneMatch(event -> answers(command, taken, event))) {
      throw new DamagedRecordException(
          "what is stored under '%s' is no answer to this request: position %d was decided for another one, so the claim was altered"
              .formatted(taken.claim().key(), taken.position()));
    }
    return new Recorded(recorded, true);
  }

  private static boolean answers(
      LedgerCommand command, ClaimTakenException taken, RecordedEvent event) {
    boolean sameActor =
        !taken.claim().scope().startsWith(IDEMPOTENCY)
            || event.actor().equals(command.context().by().id());
    boolean sameDispatch =
        !(command instanceof RequestDispatch asked)
            || (event.event() instanceof DispatchDecided decided
                // One that the ledger made is another one on each repetition.
                && (!asked.named() || decided.request().id().equals(asked.request().id())));
    return sameActor
        && sameDispatch
        && (event.stream().equals(command.stream()) || refusesIssue(command, event));
  }

  /// A contract that was refused has no stream of its own.
  private static boolean refusesIssue(LedgerCommand command, RecordedEvent event) {
    return command instanceof IssueContract asked
        && ContractPoint.refuses(event.event(), asked.contract());
  }

  private static AppendScope scope(LedgerCommand command) {
    var scope = new AppendScope(command.context().by().id(), command.context().trace());
    idempotency(command).ifPresent(scope::idempotency);
    return scope;
  }

  private void dispatch(LedgerCommand command, AppendScope scope, Preparation preparation) {
    var answer = new Answer();
    bus.dispatch(
        new GenericCommandMessage<LedgerCommand>(
            command, Map.of(AppendScope.RESOURCE, scope, PREPARATION, preparation)),
        (_, result) -> {
          if (result.isExceptional()) {
            answer.failure = Optional.of(result.exceptionResult());
          } else {
            answer.given = true;
          }
        });
    if (answer.failure.isPresent()) {
      throw translated(command, answer.failure.get());
    }
    if (!answer.given) {
      throw new StoreException("the command bus did not answer before it returned");
    }
  }

  /// Written by the bus on the caller's thread, before `dispatch` returns.
  private static final class Answer {
    private boolean given;
    private Optional<Throwable> failure = Optional.empty();
  }

  private static RuntimeException translated(LedgerCommand command, Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof AggregateNotFoundException) {
        return new NotFoundException(
            command.stream().subject().label() + "Id",
            "no such " + command.stream().subject().label() + ": '" + command.stream().id() + "'");
      }
      if (t instanceof DeadlockException) {
        return new ConflictException("two commands waited for each other's contracts", t);
      }
      if (t instanceof ConflictException || t instanceof ClaimTakenException) {
        return (RuntimeException) t;
      }
    }
    if (failure instanceof RuntimeException unchecked) {
      return unchecked;
    }
    return new StoreException("deciding failed", failure);
  }

  private static Object withScope(
      UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
    Object scope = work.getMessage().getMetaData().get(AppendScope.RESOURCE);
    if (scope == null) {
      throw new IllegalStateException("commands are sent through LedgerCommands");
    }
    work.resources().put(AppendScope.RESOURCE, scope);
    Object result = chain.proceed();
    // Decided, and appended only when the unit of work commits.
    if (work.getMessage().getMetaData().get(PREPARATION) instanceof Preparation preparation) {
      preparation.run();
    }
    return result;
  }

  private static Optional<Claim> idempotency(LedgerCommand command) {
    return command
        .context()
        .idempotency()
        .map(key ->
            new Claim(
                command.tenant(),
                IDEMPOTENCY + command.context().by().id(),
                key.key(),
                key.request()));
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(
          ThreadLocalRandom.current().nextInt(1 + Math.min(PAUSE_MILLIS_MAX, attempt * attempt)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted before the command was decided", e);
    }
  }
}
