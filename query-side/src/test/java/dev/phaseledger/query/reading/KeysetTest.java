package dev.phaseledger.query.reading;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.ListAgents;
import dev.phaseledger.api.query.LedgerQuery.ListContracts;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.LedgerQuery.ListInvariantMaps;
import dev.phaseledger.api.query.LedgerQuery.ListSignals;
import dev.phaseledger.api.query.MapView;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.SignalView;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetTest {

  private final QuerySide side = QuerySide.empty();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
  void givesEveryRowOnceAndInOrderWhateverThePageSize(long seed) {
    Random random = new Random(seed);
    int count = 1 + random.nextInt(40);
    List<String> newestFirst = new ArrayList<>();
    side.ledger().record(ACME, "operator-1", Samples.registered(AGENT));
    side.ledger().record(ACME, "operator-1", Samples.issued(CONTRACT, AGENT));
    for (int i = 0; i < count; i++) {
      String id = "d-" + random.nextInt(1_000_000) + "-" + i;
      side.ledger().record(ACME, "agent-7", Samples.decided(CONTRACT, id, Verdict.AUTHORIZED));
      side.ledger().record(ACME, "agent-7", Samples.signalled(CONTRACT, Optional.of(id)));
      side.ledger().record(ACME, "operator-1", Samples.registered(new AgentId("a-" + id)));
      side.ledger().record(ACME, "operator-1", Samples.issued(new ContractId("c-" + id), AGENT));
      side.ledger().record(ACME, "operator-1", Samples.published("m-" + id, 1));
      newestFirst.addFirst(id);
    }
    side.fold();
    int size = 1 + random.nextInt(count + 3);

    assertThat(pages(after -> dispatches(after, size), DispatchView.class))
        .extracting(DispatchView::dispatchId)
        .containsExactlyElementsOf(newestFirst);
    assertThat(
            pages(
                after -> new ListSignals(ACME, Optional.of(AGENT), new Cursor(after, size)),
                SignalView.class))
        .extracting(signal -> signal.dispatchId().orElseThrow())
        .containsExactlyElementsOf(newestFirst);
    assertThat(
            pages(
                after -> new ListContracts(ACME, Optional.empty(), new Cursor(after, size)),
                ContractView.class))
        .extracting(ContractView::contractId)
        .startsWith("c-" + newestFirst.getFirst())
        .endsWith(CONTRACT.value())
        .hasSize(count + 1)
        .doesNotHaveDuplicates();
    assertThat(pages(after -> new ListInvariantMaps(ACME, new Cursor(after, size)), MapView.class))
        .extracting(MapView::name)
        .containsExactlyElementsOf(newestFirst.stream().map(id -> "m-" + id).toList());
    assertThat(pages(after -> new ListAgents(ACME, new Cursor(after, size)), AgentView.class))
        .extracting(AgentView::agentId)
        .hasSize(count + 1)
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  void movesNothingWhenRowsAreAddedBetweenPages() {
    side.ledger().record(ACME, "operator-1", Samples.issued(CONTRACT, AGENT));
    for (int i = 1; i <= 4; i++) {
      side.ledger().record(ACME, "agent-7", Samples.decided(CONTRACT, "d-" + i, Verdict.VETOED));
    }
    side.fold();
    Page<DispatchView> first =
        side.reads().list(dispatches(Optional.empty(), 2), DispatchView.class);

    side.ledger().record(ACME, "agent-7", Samples.decided(CONTRACT, "d-5", Verdict.VETOED));
    side.fold();

    assertThat(side.reads().list(dispatches(first.next(), 2), DispatchView.class).items())
        .extracting(DispatchView::dispatchId)
        .containsExactly("d-2", "d-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "%%%", "", "p", "px", "nagent-1"})
  void refusesWhatIsNoCursorOfTheList(String text) {
    for (String after :
        List.of(
            text, Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))) {
      assertThatExceptionOfType(InvalidFieldException.class)
          .as(after)
          .isThrownBy(
              () -> side.reads().list(dispatches(Optional.of(after), 2), DispatchView.class))
          .satisfies(e -> assertThat(e.field()).isEqualTo("after"));
    }
  }

  private static LedgerQuery dispatches(Optional<String> after, int size) {
    return new ListDispatches(
        ACME, Optional.empty(), Optional.empty(), Optional.empty(), false, new Cursor(after, size));
  }

  private <T> List<T> pages(Function<Optional<String>, LedgerQuery> query, Class<T> type) {
    List<T> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<T> page = side.reads().list(query.apply(after), type);
      all.addAll(page.items());
      after = page.next();
    } while (after.isPresent());
    return all;
  }
}
