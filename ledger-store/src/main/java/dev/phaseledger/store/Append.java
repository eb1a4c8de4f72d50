package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.append.SealedValue;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
  private final List<SealedValue> sealed;
  private final boolean touchesPersonal;
  private final int bytes;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private final CompletableFuture<List<RecordedEvent>> outcome = new CompletableFuture<>();
  private final long draftedAt = System.nanoTime();

  Append(
      TenantId tenant,
      List<Draft> drafts,
      List<Guard> guards,
      List<Claim> claims,
      List<SealedValue> sealed) {
    this.tenant = tenant;
    this.drafts = drafts;
    this.guards = guards;
    this.claims = claims;
    this.sealed = sealed;
    int bytes = 0;
    boolean personal = !sealed.isEmpty();
    for (Draft draft : drafts) {
      bytes += draft.bytes().length;
      personal |= draft.planned().event() instanceof SubjectErased;
    }
    this.bytes = bytes;
    this.touchesPersonal = personal;
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

  /// Personal values that are on record if, and only if, the entries are.
  List<SealedValue> sealed() {
    return sealed;
  }

  /// Whether recording it changes personal data beside the entries.
  boolean touchesPersonal() {
    return touchesPersonal;
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

  /// How long ago it was drafted.
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - draftedAt);
  }

  /// Ends its caller's wait, if that still lasts; a writer that has not taken it never will.
  void giveUp(String when) {
    refused(new StoreException(unanswered(when)));
  }

  /// For the caller: waits until the append is durable, refused or given up.
  ///
  /// @throws StoreException if there is no answer, saying whether anything may have been recorded
  List<RecordedEvent> await() {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException("appends are refused with runtime exceptions only", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(unanswered("before its caller was interrupted"), e);
    }
  }

  /// What a caller without an answer knows.
  private String unanswered(String when) {
    return stage.compareAndSet(Stage.WAITING, Stage.WITHDRAWN)
        ? "nothing was recorded: the writer did not get to it " + when
        : "whether it was recorded is unknown: no answer " + when;
  }
}
