package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.testsupport.SequentialIds;
import dev.phaseledger.testsupport.SettableClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AppendQueueTest {

  private final Drafting drafting =
      new Drafting(SettableClock.at("2026-03-01T10:00:00Z"), new SequentialIds("e"));
  private final AppendQueue queue = new AppendQueue();

  @Test
  void aFullQueueRefusesAfterAWhile() {
    fill(AppendQueue.APPENDS_MAX);
    long start = System.nanoTime();

    assertThatThrownBy(() -> queue.offer(append()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("nothing was recorded")
        .hasMessageContaining("10000 appends are waiting");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(AppendQueue.OFFER_TIMEOUT);
  }

  @Test
  void aBatchIsLimited() throws InterruptedException {
    fill(AppendQueue.BATCH_APPENDS_MAX + 1);

    assertThat(queue.take().appends()).hasSize(AppendQueue.BATCH_APPENDS_MAX);
    assertThat(queue.take().appends()).hasSize(1);
  }

  @Test
  void aBatchIsLimitedInBytes() throws InterruptedException {
    int bytes = append(1_000).bytes();
    int count = AppendQueue.BATCH_BYTES_MAX / bytes + 1;
    IntStream.range(0, count).forEach(_ -> queue.offer(append(1_000)));

    assertThat(queue.take().appends()).hasSize(count - 1);
    assertThat(queue.take().appends()).hasSize(1);
  }

  @Test
  void anAppendWhoseCallerGaveUpIsNeverWritten() throws InterruptedException {
    Append late = append();
    queue.offer(late);
    queue.offer(append());

    late.giveUp("in time");

    assertThatThrownBy(late::await)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("nothing was recorded");
    assertThat(queue.take().appends()).hasSize(1).doesNotContain(late);
  }

  @Test
  void anAppendThatWasTakenHasAnUnknownOutcomeUntilItIsAnswered() throws InterruptedException {
    Append slow = append();
    queue.offer(slow);
    assertThat(queue.take().appends()).containsExactly(slow);

    slow.giveUp("in time");

    assertThatThrownBy(slow::await)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("unknown");
  }

  @Test
  void aClosedQueueTakesNothingMoreAndFinishesWhatItHas() throws InterruptedException {
    queue.offer(append());
    queue.close();

    assertThatThrownBy(() -> queue.offer(append())).isInstanceOf(StoreException.class);
    AppendQueue.Work rest = queue.take();
    assertThat(rest.appends()).hasSize(1);
    assertThat(rest.closed()).isFalse();
    assertThat(queue.take().closed()).isTrue();
  }

  private void fill(int count) {
    IntStream.range(0, count).forEach(_ -> queue.offer(append()));
  }

  private Append append() {
    return append(1);
  }

  private Append append(int events) {
    return drafting.draft(
        Samples.scope(),
        IntStream.range(0, events).mapToObj(i -> Samples.onContract("c", i)).toList());
  }
}
