package dev.phaseledger.bench;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.ContractCommand.RecordEvidence;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Asks a service for decisions over HTTP/1.1, over many connections that are kept, from one
/// thread: so that asking takes as little of the machine as it can.
///
/// Every connection asks as an agent of its own, and gets itself a new contract whenever the old
/// one's open dispatches are used up. Any answer but `AUTHORIZED` ends the load.
final class HttpLoad {

  private static final int LEAD_IN_OPERATIONS = 10;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final InetSocketAddress service;
  private final String operatorToken;
  private final List<Asker> askers = new ArrayList<>();
  private final DecisionScript script;
  private final IdSource ids;

  HttpLoad(
      InetSocketAddress service,
      HttpTarget.Logins logins,
      TenantId tenant,
      Clock clock,
      IdSource ids) {
    this.service = service;
    this.operatorToken = logins.operatorToken();
    this.script = new DecisionScript(ids, clock, tenant);
    this.ids = ids;
    for (Map.Entry<String, String> login : logins.agents().entrySet()) {
      askers.add(new Asker(askers.size(), new AgentId(login.getKey()), login.getValue()));
    }
  }

  /// Asks for a while.
  ///
  /// @throws IOException if an answer is missing, or other than it must be
  HttpTarget.Load run(int connections, Duration length) throws IOException {
    List<HttpConnection> open = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (Asker asker : askers.subList(0, connections)) {
        HttpConnection connection = HttpConnection.open(service);
        open.add(connection);
        asker.latencies = new Latencies();
        connection.register(selector, asker);
      }
      ask(selector, LEAD_IN_OPERATIONS, Long.MAX_VALUE);
      askers.forEach(asker -> asker.latencies = new Latencies());
      long cpu = cpuNanos();
      long start = System.nanoTime();
      ask(selector, Integer.MAX_VALUE, start + length.toNanos());
      long elapsed = System.nanoTime() - start;
      long used = cpuNanos() - cpu;
      Latencies all =
          Latencies.merged(
              askers.subList(0, connections).stream().map(asker -> asker.latencies).toList());
      return new HttpTarget.Load(
          all.count(), elapsed, all.percentileNanos(0.50), all.percentileNanos(0.99), used);
    } finally {
      for (HttpConnection connection : open) {
        connection.close();
      }
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  /// Lets all of them ask, until each has this many answers or the time is over and the last answer
  /// is here.
  private static void ask(Selector selector, int operations, long deadline) throws IOException {
    int busy = 0;
    for (SelectionKey key : selector.keys()) {
      HttpConnection.of(key).send(asker(key).next());
      busy++;
    }
    while (busy > 0) {
      if (selector.select(ANSWER_TIMEOUT.toMillis()) == 0) {
        throw new IOException(
            "the service has not answered for " + ANSWER_TIMEOUT.toSeconds() + " s");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        HttpConnection connection = HttpConnection.of(key);
        if (connection.receive()) {
          asker(key).answered(connection);
          boolean more = asker(key).latencies.count() < operations && System.nanoTime() < deadline;
          if (more || asker(key).betweenContracts()) {
            connection.send(asker(key).next());
          } else {
            busy--;
          }
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private static Asker asker(SelectionKey key) {
    return HttpConnection.of(key).owner(Asker.class);
  }

  /// What one connection asks, one request after the other.
  private final class Asker {
    private final int caller;
    private final AgentId agent;
    private final String token;
    private Latencies latencies = new Latencies();
    private ContractId contract;
    private int openDispatches = DecisionScript.OPEN_DISPATCHES_MAX;
    private long number;
    private Step step = Step.DISPATCH;
    private long sentAt;

    private enum Step {
      CONTRACT,
      EVIDENCE,
      DISPATCH
    }

    Asker(int caller, AgentId agent, String token) {
      this.caller = caller;
      this.agent = agent;
      this.token = token;
      this.contract = new ContractId("contract-" + ids.next());
    }

    boolean betweenContracts() {
      return step != Step.DISPATCH;
    }

    byte[] next() {
      byte[] request =
          switch (step) {
            case CONTRACT -> evidence();
            case EVIDENCE -> dispatch();
            case DISPATCH ->
                openDispatches == DecisionScript.OPEN_DISPATCHES_MAX ? contract() : dispatch();
          };
      sentAt = System.nanoTime();
      return request;
    }

    void answered(HttpConnection connection) throws IOException {
      long latency = System.nanoTime() - sentAt;
      boolean right =
          connection.status() == 201
              && (step != Step.DISPATCH || connection.starts("\"verdict\":\"AUTHORIZED\""));
      if (!right) {
        throw new IOException("a " + step + " was answered with: " + connection.answer());
      }
      if (step == Step.DISPATCH) {
        latencies.add(latency);
      }
    }

    private byte[] contract() {
      step = Step.CONTRACT;
      contract = new ContractId("contract-" + ids.next());
      openDispatches = 0;
      Fields.Builder body = Fields.builder();
      Forms.encode(script.issueContract(agent, contract).terms())
          .members()
          .forEach((name, value) -> {
            if (!name.equals("version")) {
              body.put(name, value);
            }
          });
      body.put("contractId", new Text(contract.value()));
      return request("/v1/contracts", operatorToken, contract.value(), body.build());
    }

    private byte[] evidence() {
      step = Step.EVIDENCE;
      RecordEvidence command = script.recordTests(contract);
      Fields body =
          Fields.with("contractId", new Text(contract.value()))
              .put("evidence", Forms.encode(command.evidence()))
              .put(
                  "facts",
                  new Items(command.facts().stream().<JsonValue>map(Forms::encode).toList()))
              .build();
      return request("/v1/evidence", operatorToken, "tests-" + contract.value(), body);
    }

    private byte[] dispatch() {
      step = Step.DISPATCH;
      openDispatches++;
      Fields.Builder body = Fields.builder();
      var request = script.request(SampleRequest.of(caller, number++));
      Forms.encode(request).members().forEach(body::put);
      body.put("contractId", new Text(contract.value()));
      return request("/v1/dispatches", token, "for-" + request.id(), body.build());
    }

    private byte[] request(String path, String bearer, String key, Fields body) {
      return HttpConnection.post(service, path, bearer, key, Json.bytes(body));
    }
  }
}
