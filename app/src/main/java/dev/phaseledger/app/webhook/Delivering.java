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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Sends what waits to be told, again and again with growing pauses until it is taken or given up.
/// A message arrives at least once: its receiver knows a repetition by `webhook-id`.
///
/// Each webhook is told one thing at a time, and each on a thread of its own: one that does not
/// answer delays nobody else. What is under way when a node stops is sent again by whichever node
/// finds it due.
@Component
final class Delivering implements Duty, AutoCloseable {

  /// Webhooks that are told something at the same time, at most.
  static final int WEBHOOKS_AT_ONCE_MAX = 16;

  /// How long a stop waits for what is under way, whose connections it ends.
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

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
  private volatile boolean stopping;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());

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
    if (stopping || busy.size() >= WEBHOOKS_AT_ONCE_MAX) {
      return 0;
    }
    Optional<Delivery> due = deliveries.take(now, now.plus(TAKEN), busy);
    due.ifPresent(delivery -> {
      busy.add(delivery.request().webhook());
      threads.execute(() -> deliverAside(delivery, now));
    });
    return due.isPresent() ? 1 : 0;
  }

  private void deliverAside(Delivery delivery, Instant now) {
    try {
      deliver(delivery, now);
    } catch (RuntimeException failure) {
      if (stopping) {
        // The message is due again after TAKEN.
        return;
      }
      LOG.warn(
          "what became of a message to a webhook was not noted, so it is sent again: webhook={} position={}",
          delivery.request().webhook(),
          delivery.request().position(),
          failure);
    } finally {
      busy.remove(delivery.request().webhook());
    }
  }

  @Override
  public void close() {
    // No interrupts: what was delivered is still to be noted, on a connection that they would
    // break.
    stopping = true;
    threads.shutdown();
    client.close();
    try {
      if (!threads.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
        LOG.warn("messages to webhooks were still under way when the service stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Delivery delivery, Instant now) {
    Delivery.Request request = delivery.request();
    Optional<String> problem = attempt(request, now);
    if (problem.isEmpty()) {
      deliveries.delivered(request.position());
      return;
    }
    if (stopping) {
      // The stop is no fault of the receiver's; the message is due again after TAKEN.
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
