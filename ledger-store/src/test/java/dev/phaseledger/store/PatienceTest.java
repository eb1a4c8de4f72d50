package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.testsupport.SequentialIds;
import dev.phaseledger.testsupport.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PatienceTest {

  private final Drafting drafting =
      new Drafting(SettableClock.at("2026-03-01T10:00:00Z"), new SequentialIds("e"));

  @Test
  void anAnswerInTimeIsPassedOn() {
    try (Patience patience = new Patience(Duration.ofMinutes(1))) {
      Append append = append();
      append.recorded(List.of());

      assertThat(patience.await(append)).isEmpty();
    }
  }

  @Test
  void aWaitEndsWhenTimeRunsOut() {
    try (Patience patience = new Patience(Duration.ofMillis(20))) {
      assertThatThrownBy(() -> patience.await(append()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nothing was recorded: the writer did not get to it within");
    }
  }

  @Test
  void anAppendThatWasTakenEndsWithAnUnknownOutcome() {
    try (Patience patience = new Patience(Duration.ofMillis(20))) {
      Append append = append();
      append.take();

      assertThatThrownBy(() -> patience.await(append))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("unknown");
    }
  }

  @Test
  void nobodyWaitsForAClosedLedger() {
    Patience patience = new Patience(Duration.ofMinutes(1));
    Append append = append();
    var waiting = new FutureTask<>(() -> patience.await(append));
    Thread caller = Thread.ofVirtual().start(waiting);
    while (caller.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    patience.close();

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoreException.class);
  }

  private Append append() {
    return drafting.draft(Samples.scope(), List.of(Samples.onContract("c", 0)));
  }
}
