package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.RaceNode.Guards;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Two nodes that decide under one contract, without pause: each is behind the other all the time.
final class ContractContentionTest {

  private static final int REQUESTS = 800;
  private static final int NODES = 2;
  private static final Logger LOG = LoggerFactory.getLogger(ContractContentionTest.class);

  @TempDir private static Path root;
  private static DataDirectory data;
  private static EmbeddedDatabase database;
  private static ServiceAccess access;
  private static SigningKeys keys;

  private final List<RaceNode> nodes = new ArrayList<>();

  @BeforeAll
  static void startDatabase() throws IOException {
    data = DataDirectory.open(root.resolve("data"));
    database = EmbeddedDatabase.start(data);
    access = database.prepare();
    keys = SigningKeys.loadOrCreate(data.keys(), ServiceSettings.ORIGIN_DEFAULT);
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    database.close();
    data.close();
  }

  @AfterEach
  void closeNodes() {
    nodes.forEach(RaceNode::close);
  }

  @ParameterizedTest(name = "{0} callers on each node")
  @ValueSource(ints = {1, 2, 4, 16})
  void decidesEveryRequestOnceOnTheStateBeforeIt(int callers)
      throws InterruptedException, ExecutionException {
    var tenant = new TenantId("shared-" + callers);
    for (int i = 0; i < NODES; i++) {
      nodes.add(RaceNode.open(access, keys, root.resolve(callers + "-" + i), Guards.KEPT));
    }
    var by = SharedContract.context(tenant);
    var contract = new ContractId("contract-" + callers);
    nodes
        .getFirst()
        .send(new RegisterAgent(by, SharedContract.AGENT, "", 3, by.by().id(), Set.of()));
    nodes.getFirst().send(new IssueContract(by, contract, SharedContract.terms(REQUESTS)));

    var decided = new ConcurrentLinkedQueue<RecordedEvent>();
    var lost = new AtomicLong();
    long start = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(NODES * callers)) {
      List<Future<?>> running = new ArrayList<>();
      for (RaceNode node : nodes) {
        for (int caller = 0; caller < callers; caller++) {
          String name = "n" + nodes.indexOf(node) + "-c" + caller + "-";
          running.add(
              threads.submit(() -> {
                for (int i = 0; i < REQUESTS / NODES / callers; i++) {
                  try {
                    decided.addAll(
                        node.send(
                                new RequestDispatch(by, contract, SharedContract.request(name + i)))
                            .events());
                  } catch (ConflictException _) {
                    lost.incrementAndGet();
                  }
                }
              }));
        }
      }
      for (Future<?> caller : running) {
        caller.get();
      }
    }

    LOG.info(
        "event=contention.done callers={} decided={} lost={} conflicts={} millis={}",
        callers,
        decided.size(),
        lost.get(),
        nodes.stream().mapToLong(node -> node.stats().conflicts()).sum(),
        (System.nanoTime() - start) / 1_000_000);
    assertThat(decided).extracting(RecordedEvent::sequence).doesNotHaveDuplicates();
    assertThat(decided)
        .extracting(RecordedEvent::event)
        .hasOnlyElementsOfType(DispatchDecided.class);
    assertThat(lost).as("requests that lost every attempt").hasValue(0);
    assertThat(decided).hasSize(REQUESTS);
  }
}
