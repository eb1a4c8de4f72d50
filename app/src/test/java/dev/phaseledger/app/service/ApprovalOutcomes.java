package dev.phaseledger.app.service;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Reads from a tenant's log how its pending dispatches came out. It shares no code with what
/// decided on them.
final class ApprovalOutcomes {

  private static final int PAGE_ENTRIES = 1_000;

  private final TenantId tenant;
  private final Map<DispatchId, DispatchDecided> asked = new HashMap<>();
  private final Map<DispatchId, List<String>> ends = new HashMap<>();
  private final Set<String> granted = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private long read;

  ApprovalOutcomes(TenantId tenant) {
    this.tenant = tenant;
  }

  /// Reads what the log holds beyond what was read before.
  ApprovalOutcomes readOn(RaceNode node) {
    for (List<RecordedEvent> page = node.read(read + 1, PAGE_ENTRIES);
        !page.isEmpty();
        page = node.read(read + 1, PAGE_ENTRIES)) {
      for (RecordedEvent recorded : page) {
        read = recorded.position();
        if (recorded.stream().tenant().equals(tenant)) {
          read(recorded);
        }
      }
    }
    return this;
  }

  private void read(RecordedEvent recorded) {
    switch (recorded.event()) {
      case DispatchDecided e -> {
        asked.put(e.request().id(), e);
        ends.put(e.request().id(), new ArrayList<>());
      }
      case ApprovalRecorded e -> {
        if (e.granted()) {
          granted.add(e.dispatch() + " " + e.shown());
        } else {
          end(e.dispatch(), "REJECTED");
        }
      }
      case DispatchRejudged e -> rejudged(recorded.position(), e);
      default -> {}
    }
  }

  private void rejudged(long position, DispatchRejudged e) {
    switch (e.judgement().verdict()) {
      case AUTHORIZED, CONSTRAINED -> {
        end(e.dispatch(), "RELEASED");
        DispatchDecided decided = Objects.requireNonNull(asked.get(e.dispatch()));
        String bound =
            e.dispatch()
                + " "
                + ApprovalBinding.digest(
                    e.dispatch(), decided.requestDigest(), e.judgement().basis());
        if (!granted.contains(bound)) {
          faults.add(position + ": released without an approval of what it was released on");
        }
      }
      case VETOED -> end(e.dispatch(), "VETOED");
      case APPROVAL_REQUIRED, DEFERRED -> {}
    }
  }

  private void end(DispatchId dispatch, String how) {
    Objects.requireNonNull(ends.get(dispatch)).add(how);
  }

  /// What must not be, one line each.
  List<String> faults() {
    List<String> all = new ArrayList<>(faults);
    ends.forEach((dispatch, how) -> {
      if (how.size() > 1) {
        all.add(dispatch + " came out more than once: " + how);
      }
    });
    return all;
  }

  /// How many dispatches came out so; `OPEN` for those that still wait.
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    ends.values()
        .forEach(how -> counts.merge(how.isEmpty() ? "OPEN" : how.getFirst(), 1L, Long::sum));
    return counts;
  }
}
