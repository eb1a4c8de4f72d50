package dev.phaseledger.testsupport;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.testsupport.LedgerNode.Decided;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every ledger engine promises, whoever implements it. Extend it, give it nodes that work on
/// one ledger, and it runs every promise on [#nodes] of them at once.
public abstract class EngineContract extends EngineFixture {

  @Test
  void positionsAndIndicesHaveNoGapsUnderConcurrentAppenders() throws Exception {
    List<RecordedEvent> recorded =
        inParallel(appender -> {
          StreamId stream = contract("c" + appender);
          List<RecordedEvent> mine = new ArrayList<>();
          for (int i = 0; i < APPENDS_EACH; i++) {
            mine.addAll(node(appender).append(scope(), List.of(signal(stream, i))));
          }
          return mine;
        });

    int count = APPENDERS * APPENDS_EACH;
    assertThat(recorded)
        .extracting(RecordedEvent::position)
        .containsExactlyInAnyOrderElementsOf(range(start + 1, count));
    assertThat(recorded)
        .extracting(RecordedEvent::index)
        .containsExactlyInAnyOrderElementsOf(range(0, count));
    assertThat(followed(start, count)).containsExactlyInAnyOrderElementsOf(recorded);
  }

  @Test
  void whatIsAcknowledgedIsThereForEverybodyAtOnce() {
    for (int i = 0; i < APPENDS_EACH; i++) {
      RecordedEvent recorded =
          node(i).append(scope(), List.of(signal(contract("c"), i))).getFirst();

      assertThat(node(i + 1).read(recorded.position(), 1)).containsExactly(recorded);
      assertThat(node(i + 1).stream(contract("c"), i)).containsExactly(recorded);
    }
  }

  @Test
  void whatIsAcknowledgedOutlivesTheNode() {
    RecordedEvent recorded = node(0).append(scope(), List.of(signal(contract("c"), 0))).getFirst();
    closeNodes();

    LedgerNode successor = another(List.of());

    assertThat(successor.read(recorded.position(), 1)).containsExactly(recorded);
  }

  @Test
  void theCallerLearnsWhatWasRecordedInOrder() {
    AppendScope scope = scope();

    List<RecordedEvent> recorded =
        node(0).append(scope, List.of(signal(contract("c"), 0), signal(contract("c"), 1)));

    assertThat(scope.recorded()).isEqualTo(recorded);
    assertThat(recorded).extracting(RecordedEvent::sequence).containsExactly(0L, 1L);
    assertThat(recorded).extracting(RecordedEvent::position).containsExactly(start + 1, start + 2);
    assertThat(recorded).extracting(RecordedEvent::index).containsExactly(0L, 1L);
    assertThat(recorded).allMatch(event -> event.actor().equals(scope.actor()));
  }

  @Test
  void oneFailingAppendFailsAloneAndNeverItsBatch() throws Exception {
    node(0).append(scope(), List.of(signal(contract("taken"), 0)));

    List<RecordedEvent> recorded =
        inParallel(appender -> {
          List<RecordedEvent> mine = new ArrayList<>();
          for (int i = 0; i < APPENDS_EACH; i++) {
            StreamId stream = contract("c" + appender + "-" + i);
            if (appender % 4 == 0) {
              List<Decided> bad = List.of(signal(stream, 0), signal(contract("taken"), 0));
              assertThatThrownBy(() -> node(appender).append(scope(), bad))
                  .isInstanceOf(ConflictException.class);
            } else {
              mine.addAll(node(appender).append(scope(), List.of(signal(stream, 0))));
            }
          }
          return mine;
        });

    assertThat(recorded).hasSize(APPENDERS * APPENDS_EACH * 3 / 4);
    assertThat(followed(start + 1, recorded.size())).containsExactlyInAnyOrderElementsOf(recorded);
  }

  @Test
  void aTakenSequenceIsAConflictOnEveryNode() {
    node(0).append(scope(), List.of(signal(contract("c"), 0), signal(contract("c"), 1)));

    for (long sequence : new long[] {0, 1}) {
      assertThatThrownBy(() -> node(1).append(scope(), List.of(signal(contract("c"), sequence))))
          .isInstanceOf(ConflictException.class);
    }
    assertThat(node(1).append(scope(), List.of(signal(contract("c"), 2)))).hasSize(1);
  }

  @Test
  void aSkippedSequenceIsAConflict() {
    assertThatThrownBy(() -> node(0).append(scope(), List.of(signal(contract("c"), 1))))
        .isInstanceOf(ConflictException.class);
    node(0).append(scope(), List.of(signal(contract("c"), 0)));
    assertThatThrownBy(() -> node(1).append(scope(), List.of(signal(contract("c"), 2))))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void ofManyAppendsForOnePlaceExactlyOneIsRecorded() throws Exception {
    for (int round = 0; round < APPENDS_EACH; round++) {
      long sequence = round;
      List<RecordedEvent> recorded =
          inParallel(appender -> {
            try {
              return node(appender).append(scope(), List.of(signal(contract("c"), sequence)));
            } catch (ConflictException e) {
              return List.of();
            }
          });
      assertThat(recorded).hasSize(1);
    }
  }

  @Test
  void aGuardHoldsWhileItsStreamStandsStill() {
    node(0).append(scope(), List.of(revoked("a", 0)));

    AppendScope guarded = scope();
    guarded.guard(new Guard(agent("a"), 0));
    guarded.guard(new Guard(agent("unheard-of"), -1));

    assertThat(node(1).append(guarded, List.of(signal(contract("c"), 0)))).hasSize(1);
  }

  @Test
  void aGuardOnAMovedStreamIsAConflictOnEveryNode() {
    node(0).append(scope(), List.of(revoked("a", 0)));
    node(1).append(scope(), List.of(revoked("a", 1)));

    for (int i = 0; i < 2; i++) {
      for (long version : new long[] {-1, 0, 2}) {
        AppendScope guarded = scope();
        guarded.guard(new Guard(agent("a"), version));
        LedgerNode node = node(i);
        assertThatThrownBy(() -> node.append(guarded, List.of(signal(contract("c"), 0))))
            .isInstanceOf(ConflictException.class);
        assertThat(guarded.recorded()).isEmpty();
      }
    }
    assertThat(node(0).stream(contract("c"), 0)).isEmpty();
  }

  @Test
  void nothingGuardedIsRecordedBehindWhatMovedItsGuard() throws Exception {
    List<RecordedEvent> recorded =
        inParallel(appender -> {
          List<RecordedEvent> mine = new ArrayList<>();
          for (int i = 0; i < APPENDS_EACH; i++) {
            AppendScope guarded = scope();
            guarded.guard(new Guard(agent("a"), -1));
            List<Decided> events =
                appender == 7 && i == APPENDS_EACH / 2
                    ? List.of(revoked("a", 0))
                    : List.of(signal(contract("c" + appender + "-" + i), 0));
            try {
              mine.addAll(node(appender).append(guarded, events));
            } catch (ConflictException e) {
              break;
            }
          }
          return mine;
        });

    long revocation =
        recorded.stream()
            .filter(event -> event.event() instanceof AgentRevoked)
            .findFirst()
            .orElseThrow()
            .position();
    assertThat(recorded).allMatch(event -> event.position() <= revocation);
    AppendScope late = scope();
    late.guard(new Guard(agent("a"), -1));
    assertThatThrownBy(() -> node(0).append(late, List.of(signal(contract("late"), 0))))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void aClaimIsTakenOnce() {
    AppendScope first = scope();
    Claim claim = claim("k", "request");
    first.claim(claim);
    List<RecordedEvent> holder =
        node(0).append(first, List.of(signal(contract("c"), 0), signal(contract("c"), 1)));

    for (Claim again : List.of(claim, claim("k", "another request"))) {
      AppendScope scope = scope();
      scope.claim(again);
      ClaimTakenException taken =
          catchThrowableOfType(
              ClaimTakenException.class,
              () -> node(1).append(scope, List.of(signal(contract("d"), 0))));

      assertThat(taken.claim()).isEqualTo(again);
      assertThat(taken.sameRequest()).isEqualTo(again.equals(claim));
      assertThat(node(1).read(taken.position(), taken.count())).isEqualTo(holder);
    }
    assertThat(node(0).stream(contract("d"), 0)).isEmpty();
  }

  @Test
  void whoHoldsAClaimIsKnown() {
    Claim claim = claim("k", "request");
    assertThat(node(0).holder(claim)).isEmpty();
    AppendScope scope = scope();
    scope.claim(claim);

    RecordedEvent holder = node(0).append(scope, List.of(signal(contract("c"), 0))).getFirst();

    ClaimTakenException taken = node(1).holder(claim).orElseThrow();
    assertThat(taken.position()).isEqualTo(holder.position());
    assertThat(taken.count()).isEqualTo(1);
    assertThat(taken.sameRequest()).isTrue();
    assertThat(node(1).holder(claim("k", "other")).orElseThrow().sameRequest()).isFalse();
  }

  @Test
  void ofManyAppendsWithOneClaimExactlyOneIsRecorded() throws Exception {
    for (int round = 0; round < APPENDS_EACH; round++) {
      Claim claim = claim("k" + round, "request");
      String name = "r" + round + "-";
      List<RecordedEvent> answers =
          inParallel(appender -> {
            AppendScope scope = scope();
            scope.claim(claim);
            try {
              return node(appender).append(scope, List.of(signal(contract(name + appender), 0)));
            } catch (ClaimTakenException e) {
              return node(appender).read(e.position(), e.count());
            }
          });
      assertThat(answers).hasSize(APPENDERS);
      assertThat(new HashSet<>(answers)).hasSize(1);
    }
  }

  @Test
  void listenersHearAnAppendBeforeItsCallerLearnsOfIt() throws Exception {
    List<RecordedEvent> recorded =
        inParallel(appender -> {
          List<RecordedEvent> mine = new ArrayList<>();
          for (int i = 0; i < APPENDS_EACH; i++) {
            mine.addAll(
                node(appender).append(scope(), List.of(signal(contract("c" + appender), i))));
            assertThat(recorders.get(appender % nodes()).heard()).contains(mine.getLast());
          }
          return mine;
        });
    assertThat(recorded).hasSize(APPENDERS * APPENDS_EACH);
  }

  @Test
  void everyListenerHearsEverythingOnceAndInOrder() throws Exception {
    List<RecordedEvent> recorded =
        inParallel(appender -> {
          List<RecordedEvent> mine = new ArrayList<>();
          for (int i = 0; i < APPENDS_EACH; i++) {
            mine.addAll(
                node(appender)
                    .append(
                        scope(),
                        List.of(signal(contract("c" + appender), i), revoked("a" + appender, i))));
          }
          return mine;
        });

    long last = start + recorded.size();
    assertThat(recorded).hasSize(2 * APPENDERS * APPENDS_EACH);
    for (int i = 0; i < nodes(); i++) {
      assertThat(node(i).awaitPosition(last, PATIENCE)).isTrue();
      assertThat(heardSinceStart(recorders.get(i)))
          .extracting(RecordedEvent::position)
          .isEqualTo(range(start + 1, recorded.size()));
      assertThat(heardSinceStart(recorders.get(i))).containsExactlyInAnyOrderElementsOf(recorded);
    }
  }

  @Test
  void aListenerHearsOnlyItsSubjectsAndTheirHistoryFirst() {
    node(0).append(scope(), List.of(revoked("a", 0), signal(contract("c"), 0)));
    node(0).append(scope(), List.of(revoked("a", 1)));
    Recorder agents = new Recorder(Set.of(StreamId.Subject.AGENT));
    Recorder contracts = new Recorder(Set.of(StreamId.Subject.CONTRACT));

    LedgerNode late = another(List.of(agents, contracts));
    late.append(scope(), List.of(revoked("a", 2), signal(contract("c"), 1)));

    assertThat(heardSinceStart(agents)).isEqualTo(late.stream(agent("a"), 0)).hasSize(3);
    assertThat(heardSinceStart(contracts)).isEqualTo(late.stream(contract("c"), 0)).hasSize(2);
  }

  @Test
  void theLogCanBeFollowedFromAnyPosition() throws Exception {
    List<RecordedEvent> recorded = new ArrayList<>();
    for (int i = 0; i < APPENDS_EACH; i++) {
      recorded.addAll(node(i).append(scope(), List.of(signal(contract("c"), i))));
    }
    assertThat(recorded).hasSize(APPENDS_EACH);
    for (int behind = 0; behind <= recorded.size(); behind++) {
      assertThat(followed(start + behind, recorded.size() - behind))
          .isEqualTo(recorded.subList(behind, recorded.size()));
      assertThat(node(0).stream(contract("c"), behind))
          .isEqualTo(recorded.subList(behind, recorded.size()));
    }
  }

  @Test
  void aNodeGoesOnWhereTheLogEnds() {
    node(0).append(scope(), List.of(signal(contract("c"), 0), revoked("a", 0)));
    closeNodes();

    LedgerNode successor = another(List.of());
    AppendScope guarded = scope();
    guarded.guard(new Guard(agent("a"), 0));
    RecordedEvent next = successor.append(guarded, List.of(signal(contract("c"), 1))).getFirst();

    assertThat(next.position()).isEqualTo(start + 3);
    assertThat(next.index()).isEqualTo(2);
    assertThat(next.sequence()).isEqualTo(1);
  }

  @Test
  void eachTenantHasALogOfItsOwn() throws Exception {
    List<RecordedEvent> recorded =
        inParallel(appender -> {
          StreamId stream =
              StreamId.contract(
                  new TenantId(tenant.value() + "-" + appender % 4),
                  new ContractId("c" + appender));
          List<RecordedEvent> mine = new ArrayList<>();
          for (int i = 0; i < APPENDS_EACH; i++) {
            mine.addAll(node(appender).append(scope(), List.of(signal(stream, i))));
          }
          return mine;
        });

    Collection<List<RecordedEvent>> logs =
        recorded.stream().collect(groupingBy(event -> event.stream().tenant())).values();
    assertThat(logs).hasSize(4);
    for (List<RecordedEvent> log : logs) {
      assertThat(log)
          .extracting(RecordedEvent::index)
          .containsExactlyInAnyOrderElementsOf(range(0, APPENDERS / 4 * APPENDS_EACH));
    }
  }

  @Test
  void aUnitOfWorkAppendsOnce() {
    AppendScope scope = scope();
    node(0).append(scope, List.of(signal(contract("c"), 0)));

    assertThat(catchThrowable(() -> node(0).append(scope, List.of(signal(contract("c"), 1)))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(node(0).stream(contract("c"), 1)).isEmpty();
  }
}
