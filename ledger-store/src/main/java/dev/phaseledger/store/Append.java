package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.api.append.RecordedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// One append on its way from its caller to the writer and back.
///
/// Until the writer takes it, its caller can still withdraw it and knows that nothing was recorded;
/// from then on only the writer knows.
final class Append {

  private enum Stage {
    WAITING,
    TAKEN,
    WITHDRAWN
  }

  private final TenantId tenant;
  private final List<Draft> drafts;
  private final List<Guard> guards;
  private final List<Claim> claims;
  private final int bytes;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private final CompletableFuture<List<RecordedEvent>> outcome = new CompletableFuture<>();

  Append(TenantId tenant, List<Draft> drafts, List<Guard> guards, List<Claim> claims) {
    this.tenant = tenant;
    this.drafts = drafts;
    this.guards = guards;
    this.claims = claims;
    int bytes = 0;
    for (Draft draft : drafts) {
      bytes += draft.bytes().length;
    }
    this.bytes = bytes;
  }

  TenantId tenant() {
    return tenant;
  }

  List<Draft> drafts() {
    return drafts;
  }

  List<Guard> guards() {
    return guards;
  }

  List<Claim> claims() {
    return claims;
  }

  int bytes() {
    return bytes;
  }

  /// For the writer: whether it is still wanted.
  boolean take() {
    return stage.compareAndSet(Stage.WAITING, Stage.TAKEN);
  }

  void recorded(List<RecordedEvent> events) {
    outcome.complete(events);
  }

  void refused(RuntimeException reason) {
    outcome.completeExceptionally(reason);
  }

  /// For the caller: waits until the append is durable or refused.
  ///
  /// @throws StoreException if time runs out, saying whether anything may have been recorded
  List<RecordedEvent> await(Duration timeout) {
    try {
      return outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException("appends are refused with runtime exceptions only", e);
    } catch (TimeoutException e) {
      throw unanswered("within " + timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered("before its caller was interrupted", e);
    }
  }

  private StoreException unanswered(String when, Exception cause) {
    if (stage.compareAndSet(Stage.WAITING, Stage.WITHDRAWN)) {
      return new StoreException(
          "nothing was recorded: the writer did not get to it " + when, cause);
    }
    return new StoreException("whether it was recorded is unknown: no answer " + when, cause);
  }
}
