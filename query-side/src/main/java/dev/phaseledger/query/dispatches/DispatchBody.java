package dev.phaseledger.query.dispatches;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.query.reading.Trees;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A dispatch, as it is sent.
///
/// @param afterTheFact whether the verdict was made on a recorded call and released nothing
/// @param request in the form in which it is recorded
/// @param judgement in the form in which it is recorded
/// @param waiting what it waits for, while it is pending or deferred
/// @param shown the digest that an approval must name, while one is awaited
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DispatchBody(
    String dispatchId,
    String contractId,
    String agentId,
    String state,
    String verdict,
    String explanation,
    boolean afterTheFact,
    Map<String, @Nullable Object> request,
    Map<String, @Nullable Object> judgement,
    List<ApprovalBody> approvals,
    Optional<String> shown,
    Instant decidedAt,
    long index,
    long position,
    Optional<WaitingBody> waiting) {

  /// One answer of a human, as it is sent.
  ///
  /// @param counts false if it was withdrawn, or given on what has changed since
  public record ApprovalBody(
      String approver, boolean granted, String reason, Instant at, boolean counts) {}

  /// What a dispatch waits for, as it is sent.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record WaitingBody(
      Optional<String> until,
      Instant since,
      Instant deadline,
      Optional<Instant> escalatesAt,
      List<String> escalatedTo,
      String requester,
      Optional<String> onBehalfOf) {

    static WaitingBody of(DispatchView.Waiting waiting) {
      return new WaitingBody(
          waiting.until(),
          waiting.since(),
          waiting.deadline(),
          waiting.escalatesAt(),
          List.copyOf(waiting.escalatedTo()),
          waiting.requester(),
          waiting.onBehalfOf());
    }
  }

  public static DispatchBody of(DispatchView view) {
    return new DispatchBody(
        view.dispatchId(),
        view.contractId(),
        view.agentId(),
        view.state(),
        view.judgement().verdict().name(),
        view.judgement().explanation(),
        view.request().afterTheFact(),
        Trees.of(Forms.encode(view.request())),
        Trees.of(Forms.encode(view.judgement())),
        view.approvals().stream()
            .map(a -> new ApprovalBody(a.approver(), a.granted(), a.reason(), a.at(), a.counts()))
            .toList(),
        view.shown(),
        view.decidedAt(),
        view.index(),
        view.position(),
        view.waiting().map(WaitingBody::of));
  }
}
