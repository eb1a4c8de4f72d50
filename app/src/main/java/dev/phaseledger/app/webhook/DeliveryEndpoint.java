package dev.phaseledger.app.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows who was told what, and who could not be.
@RestController
final class DeliveryEndpoint {

  /// One message, as it is sent.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record DeliveryBody(
      String id,
      String webhook,
      String state,
      int attempts,
      Optional<Instant> nextAttemptAt,
      Optional<String> problem,
      String agentId,
      String contractId,
      String path,
      Optional<String> signal,
      OptionalLong triggerPosition,
      Instant requestedAt,
      long position) {

    static DeliveryBody of(Delivery delivery) {
      Delivery.Request request = delivery.request();
      return new DeliveryBody(
          "ntf-" + request.position(),
          request.webhook(),
          delivery.state().name(),
          delivery.attempts(),
          delivery.state() == Delivery.State.PENDING
              ? Optional.of(delivery.nextAttempt())
              : Optional.empty(),
          delivery.problem(),
          request.agentId(),
          request.contractId(),
          request.causedBy().path(),
          Optional.of(request.causedBy().signal()).filter(signal -> !signal.isEmpty()),
          request.causedBy().position(),
          request.requestedAt(),
          request.position());
    }
  }

  /// A part of the list.
  ///
  /// @param next the value of `after` for the part after this one; absent at the end
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Deliveries(List<DeliveryBody> items, Optional<String> next) {}

  private final DeliveryTable deliveries;

  DeliveryEndpoint(DeliveryTable deliveries) {
    this.deliveries = deliveries;
  }

  @GetMapping("/v1/webhooks/deliveries")
  Deliveries list(
      Principal caller,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size) {
    if (!caller.holds(Role.OPERATOR) && !caller.holds(Role.AUDITOR)) {
      throw new ForbiddenException("reading deliveries needs the role OPERATOR or AUDITOR");
    }
    int rows = new Cursor(after, size.orElse(Cursor.SIZE_DEFAULT)).size();
    List<Delivery> found =
        deliveries.list(
            caller.tenant().value(),
            after.map(DeliveryEndpoint::position).orElse(Long.MAX_VALUE),
            rows + 1);
    boolean more = found.size() > rows;
    List<Delivery> shown = more ? found.subList(0, rows) : found;
    return new Deliveries(
        shown.stream().map(DeliveryBody::of).toList(),
        more ? Optional.of(Long.toString(shown.getLast().request().position())) : Optional.empty());
  }

  private static long position(String after) {
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException("after", "must be the 'next' of a part of the same list");
    }
  }
}
