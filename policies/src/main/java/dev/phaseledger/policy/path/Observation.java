package dev.phaseledger.policy.path;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.event.ContractEvent.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that happened and may set off paths.
public sealed interface Observation {

  /// To whom and when it happened.
  About about();

  /// What every observation tells.
  ///
  /// @param contract missing only if nothing happened under a contract: an operator may name an
  ///   agent
  /// @param action the dispatch's action, if there is a dispatch
  /// @param resources the dispatch's resources in their recorded form
  /// @param at when it was recorded; paths rest and windows end by this time
  /// @param kind a stable name, such as `contract.breach` or, of evidence, `tests`
  record About(
      AgentId agent,
      Optional<ContractId> contract,
      Optional<DispatchId> dispatch,
      Optional<String> action,
      List<String> resources,
      Instant at,
      Severity severity,
      String kind) {
    public About {
      resources = List.copyOf(resources);
    }
  }

  /// A request broke its contract.
  ///
  /// @param clause the clause that was broken, such as `scope`
  record Breach(About about, String clause) implements Observation {}

  /// A released dispatch failed.
  record Failure(About about) implements Observation {}

  /// A dispatch was vetoed.
  record Veto(About about) implements Observation {}

  /// Evidence that came after an authorization says that a check did not pass.
  record FailedEvidence(About about) implements Observation {}

  /// A contract's heartbeat is overdue.
  record StaleHeartbeat(About about) implements Observation {}

  /// A failure was signalled.
  ///
  /// @param detector who or what noticed it
  record Signalled(About about, String detector) implements Observation {}

  /// A dispatch was reported to have cost something.
  ///
  /// @param authorizedMicros cost that was authorized, in millionths of the tenant's currency
  /// @param reportedMicros cost as reported, in the same unit
  record Overrun(About about, long authorizedMicros, long reportedMicros) implements Observation {
    public Overrun {
      if (authorizedMicros < 0 || reportedMicros < 0) {
        throw new IllegalArgumentException("costs must not be negative");
      }
    }
  }

  /// An operator set a path off.
  ///
  /// @param path the path's id
  record Manual(About about, String path) implements Observation {}
}
