package dev.phaseledger.app.webhook;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.duty.Duty;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Sends what waits to be told, again and again with growing pauses until it is taken or given up.
/// A message arrives at least once: its receiver knows a repetition by `webhook-id`.
@Component
final class Delivering implements Duty {

  /// How often a message is sent before it is given up.
  static final int ATTEMPTS_MAX = 10;

  /// Pause after the first attempt; doubles with each further one.
  static final Duration PAUSE = Duration.ofSeconds(2);

  /// How long an attempt may take before another node takes the message over.
  static final Duration TAKEN = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Delivering.class);

  private final DeliveryTable deliveries;
  private final WebhooksFile webhooks;
  private final WebhookClient client;
  private final LedgerReader log;

  Delivering(
      DeliveryTable deliveries, WebhooksFile webhooks, WebhookClient client, LedgerReader log) {
    this.deliveries = deliveries;
    this.webhooks = webhooks;
    this.client = client;
    this.log = log;
  }

  @Override
  public String name() {
    return "webhooks";
  }

  @Override
  public int perform(Instant now) {
    Optional<Delivery> due = deliveries.take(now, now.plus(TAKEN));
    due.ifPresent(delivery -> deliver(delivery, now));
    return due.isPresent() ? 1 : 0;
  }

  private void deliver(Delivery delivery, Instant now) {
    Delivery.Request request = delivery.request();
    Optional<String> problem = attempt(request, now);
    if (problem.isEmpty()) {
      deliveries.delivered(request.position());
      return;
    }
    boolean last = delivery.attempts() >= ATTEMPTS_MAX;
    deliveries.failed(
        request.position(),
        problem.get(),
        last
            ? Optional.empty()
            : Optional.of(now.plus(PAUSE.multipliedBy(1L << (delivery.attempts() - 1)))));
    if (last) {
      LOG.error(
          "webhook given up: webhook={} position={} attempts={} problem={}",
          request.webhook(),
          request.position(),
          delivery.attempts(),
          problem.get());
    }
  }

  private Optional<String> attempt(Delivery.Request request, Instant now) {
    try {
      Optional<Webhook> webhook = webhooks.find(request.webhook());
      if (webhook.isEmpty()) {
        return Optional.of("no webhook of that name is configured");
      }
      return client.send(
          webhook.get(),
          webhooks.secret(webhook.get()),
          new WebhookClient.Message("ntf-" + request.position(), body(request)),
          now);
    } catch (IOException failure) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }

  private String body(Delivery.Request request) {
    CausedBy causedBy = request.causedBy();
    Fields.Builder body =
        Fields.with("type", new Text("revocation-path.taken"))
            .put("position", request.position())
            .put("tenant", request.tenant())
            .put("agentId", request.agentId())
            .put("contractId", request.contractId())
            .put("path", causedBy.path())
            .put("explanation", explanation(request));
    if (!causedBy.signal().isEmpty()) {
      body.put("signal", causedBy.signal());
    }
    return Json.text(body.build());
  }

  /// What set the path off. No values of a request: nothing personal leaves the ledger.
  private String explanation(Delivery.Request request) {
    long position = request.causedBy().position().orElse(0);
    Optional<RecordedEvent> trigger =
        position < 1
            ? Optional.empty()
            : log.read(position, 1).stream()
                .filter(event -> event.stream().tenant().equals(new TenantId(request.tenant())))
                .findFirst();
    String path = "Revocation path '%s' was taken".formatted(request.causedBy().path());
    if (trigger.isEmpty()) {
      return path + ".";
    }
    return path
        + switch (trigger.get().event()) {
          case FailureSignalled e ->
              ": '%s' was signalled with severity %s.".formatted(e.kind(), e.severity());
          case DispatchDecided e -> ": dispatch %s was vetoed.".formatted(e.request().id());
          case OutcomeRecorded e -> ": dispatch %s failed.".formatted(e.dispatch());
          case PathTaken _ -> " by operator " + trigger.get().actor() + ".";
          default -> ", set off by the entry at position " + position + ".";
        };
  }
}
