package dev.phaseledger.policy.path;

import dev.phaseledger.api.event.ContractEvent.Severity;
import java.time.Duration;
import java.util.List;

/// What sets a path off. Lists hold globs (`*` matches anything but `/`); an empty one leaves open.
public sealed interface Trigger {

  /// As documents name it.
  String name();

  /// An operator names the path.
  record Manual() implements Trigger {
    @Override
    public String name() {
      return "manual";
    }
  }

  /// A contract is broken.
  ///
  /// @param clauses globs of clauses, such as `scope`
  record Breach(List<String> kinds, List<String> clauses) implements Trigger {
    public Breach {
      kinds = List.copyOf(kinds);
      clauses = List.copyOf(clauses);
    }

    @Override
    public String name() {
      return "breach";
    }
  }

  /// A trigger that waits until something has happened so many times within a window.
  sealed interface Counted extends Trigger {

    /// How many times, from 1.
    int count();

    /// The window that ends with the latest time.
    Duration within();

    /// Whose are counted.
    Subject.Kind of();
  }

  /// Released dispatches fail.
  record Failures(int count, Duration within, Subject.Kind of) implements Counted {
    @Override
    public String name() {
      return "failures";
    }
  }

  /// Dispatches are vetoed.
  record Vetoes(int count, Duration within, Subject.Kind of) implements Counted {
    @Override
    public String name() {
      return "vetoes";
    }
  }

  /// Evidence after an authorization says that a check did not pass.
  record EvidenceFailed(List<String> kinds) implements Trigger {
    public EvidenceFailed {
      kinds = List.copyOf(kinds);
    }

    @Override
    public String name() {
      return "evidence-failed";
    }
  }

  /// A contract's heartbeat is overdue.
  record HeartbeatStale() implements Trigger {
    @Override
    public String name() {
      return "heartbeat-stale";
    }
  }

  /// A failure is signalled.
  ///
  /// @param severity the mildest one that counts
  /// @param detectors globs of who noticed it
  record Signal(List<String> kinds, Severity severity, List<String> detectors) implements Trigger {
    public Signal {
      kinds = List.copyOf(kinds);
      detectors = List.copyOf(detectors);
    }

    @Override
    public String name() {
      return "signal";
    }
  }

  /// A dispatch costs more than so many percent of what was authorized; 100 means: more at all.
  record BudgetOverrun(int percent) implements Trigger {
    @Override
    public String name() {
      return "budget-overrun";
    }
  }
}
