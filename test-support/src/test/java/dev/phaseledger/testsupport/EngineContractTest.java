package dev.phaseledger.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A contract that nothing can break is worth nothing: an engine that does nothing, and one that
/// only pretends, must fail every test of it.
final class EngineContractTest {

  /// Answers nothing.
  private static class Idle implements LedgerNode {
    @Override
    public List<RecordedEvent> append(AppendScope scope, List<Decided> events) {
      return List.of();
    }

    @Override
    public List<RecordedEvent> stream(StreamId stream, long firstSequence) {
      return List.of();
    }

    @Override
    public List<RecordedEvent> follow(long position) {
      return List.of();
    }

    @Override
    public List<RecordedEvent> read(long position, int count) {
      return List.of();
    }

    @Override
    public Optional<ClaimTakenException> holder(Claim claim) {
      return Optional.empty();
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public boolean awaitPosition(long position, Duration timeout) {
      return true;
    }

    @Override
    public void close() {}
  }

  /// Says that it recorded everything, and keeps nothing.
  private static final class Pretending extends Idle {
    @Override
    public List<RecordedEvent> append(AppendScope scope, List<Decided> events) {
      List<RecordedEvent> recorded =
          IntStream.range(0, events.size()).mapToObj(i -> pretended(events.get(i), i)).toList();
      scope.completed(recorded);
      return recorded;
    }

    private static RecordedEvent pretended(Decided decided, int place) {
      return new RecordedEvent(
          "id",
          decided.stream(),
          decided.sequence(),
          place + 1L,
          place,
          Instant.EPOCH,
          new PrincipalId("tester"),
          Optional.empty(),
          decided.event());
    }
  }

  private static final class Contract extends EngineContract {
    private final LedgerNode node;

    Contract(LedgerNode node) {
      this.node = node;
    }

    @Override
    protected LedgerNode open(List<LogListener> listeners) {
      return node;
    }

    @Override
    protected int nodes() {
      return 1;
    }
  }

  @TestFactory
  Stream<DynamicTest> anEngineThatDoesNothingFails() {
    return promises().map(promise -> failing(promise, new Idle()));
  }

  @TestFactory
  Stream<DynamicTest> anEngineThatOnlyPretendsFails() {
    // Answering in the right form is all that this one promise is about.
    return promises()
        .filter(promise -> !promise.getName().equals("theCallerLearnsWhatWasRecordedInOrder"))
        .filter(promise -> !promise.getName().equals("aUnitOfWorkAppendsOnce"))
        .filter(promise -> !promise.getName().equals("aGuardHoldsWhileItsStreamStandsStill"))
        .map(promise -> failing(promise, new Pretending()));
  }

  @Test
  void theContractIsNotEmpty() {
    assertThat(promises()).hasSizeGreaterThan(15);
  }

  private static DynamicTest failing(Method promise, LedgerNode node) {
    return DynamicTest.dynamicTest(
        promise.getName(),
        () -> {
          EngineContract contract = new Contract(node);
          contract.openNodes();
          promise.setAccessible(true);
          assertThat(catchThrowable(() -> promise.invoke(contract))).isNotNull();
        });
  }

  private static Stream<Method> promises() {
    return Arrays.stream(EngineContract.class.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class));
  }
}
