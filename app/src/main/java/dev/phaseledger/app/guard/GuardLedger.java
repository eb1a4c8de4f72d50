package dev.phaseledger.app.guard;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.ServiceException;
import dev.phaseledger.app.client.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The ledger, as the guard asks it. Every answer but a clear one is a refusal.
final class GuardLedger implements AutoCloseable {

  /// How long the service may take for one answer; somebody waits at a terminal.
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

  /// Pages of contracts that are looked through for an agent's active one.
  static final int PAGES_MAX = 20;

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final URI service;
  private final LedgerClient client;

  private GuardLedger(URI service, LedgerClient client) {
    this.service = service;
    this.client = client;
  }

  static GuardLedger open(URI service, Path tokenFile) {
    return new GuardLedger(
        service, new LedgerClient(service, Optional.of(token(tokenFile)), ANSWER_TIMEOUT));
  }

  /// A file that nobody but its owner may read or write.
  static String token(Path file) {
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw new Refusal(
            "the token file " + file + " is open to others", "set its mode: chmod 600 " + file);
      }
      String token = Files.readString(file).strip();
      if (!token.matches("[!-~]+")) {
        throw new Refusal(
            "the token file " + file + " holds no token", "put one line with the token in it");
      }
      return token;
    } catch (IOException failure) {
      throw new Refusal(
          "the token file " + file + " cannot be read",
          "see to it that the hook's user may read it");
    }
  }

  URI service() {
    return service;
  }

  Optional<Fields> dispatch(String id, long atLeast) {
    return ask(() ->
        client.find(
            "/v1/dispatches/" + LedgerClient.escape(id) + "?atLeast=" + Math.max(0, atLeast)));
  }

  Fields request(Fields body, String key) {
    return ask(() -> client.post("/v1/dispatches", body, key));
  }

  Fields outcome(Released released) {
    return ask(() ->
        client.post(
            "/v1/dispatches/" + LedgerClient.escape(released.dispatch()) + "/outcome",
            Fields.builder()
                .put("contractId", released.contract())
                .put("outcome", "SUCCEEDED")
                .put("detail", "The repository took the push.")
                .build(),
            "outcome-" + released.dispatch()));
  }

  Optional<Fields> agent(AgentId agent) {
    return ask(() -> client.find("/v1/agents/" + LedgerClient.escape(agent.value())));
  }

  /// A contract, if it is held by the agent. A token may see more contracts than the pusher holds:
  /// who may push under one is decided here.
  Fields contract(ContractId contract, AgentId agent) {
    Fields found =
        ask(() -> client.find("/v1/contracts/" + LedgerClient.escape(contract.value())))
            .orElseThrow(() ->
                new Refusal(
                    "there is no contract '" + contract + "'",
                    "name one that agent " + agent + " holds: git push -o contract=ID"));
    if (!Members.find(found, "agentId").equals(Optional.of(agent.value()))) {
      throw new Refusal(
          "contract '" + contract + "' is not held by agent " + agent,
          "name one that it holds: git push -o contract=ID");
    }
    return found;
  }

  /// The only active contract that an agent holds.
  ContractId onlyActive(AgentId agent) {
    List<String> active = new ArrayList<>();
    Optional<String> after = Optional.of("");
    for (int page = 0; after.isPresent(); page++) {
      if (page == PAGES_MAX) {
        throw new Refusal("agent " + agent + " holds too many contracts to look through", name());
      }
      String cursor = after.get();
      Fields found =
          ask(() ->
              client.get(
                  "/v1/contracts?size=100&agent="
                      + LedgerClient.escape(agent.value())
                      + (cursor.isEmpty() ? "" : "&after=" + LedgerClient.escape(cursor))));
      for (Fields contract : Members.objects(found, "items")) {
        if (Members.find(contract, "status").equals(Optional.of("ACTIVE"))) {
          active.add(Members.text(contract, "contractId"));
        }
      }
      after = Members.find(found, "next");
    }
    if (active.isEmpty()) {
      throw new Refusal(
          "agent " + agent + " holds no active contract", "have one issued for this work");
    }
    if (active.size() > 1) {
      throw new Refusal("agent " + agent + " holds " + active.size() + " active contracts", name());
    }
    return new ContractId(active.getFirst());
  }

  private static String name() {
    return "name one: git push -o contract=ID";
  }

  @Override
  public void close() {
    client.close();
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (UnreachableException _) {
      throw new Refusal("the ledger at " + service + " does not answer", "push again when it runs");
    } catch (ServiceException refused) {
      throw refused(refused);
    } catch (InvalidJsonException | InvalidFieldException unreadable) {
      throw new Refusal(
          "what answers at " + service + " is no ledger: " + unreadable.getMessage(),
          "ask whoever runs the repository to look at ledger.url");
    }
  }

  private Refusal refused(ServiceException refused) {
    return switch (refused.status()) {
      case 401, 403 ->
          new Refusal(
              "the ledger does not accept the guard's token: " + refused.getMessage(),
              "ask whoever runs the repository for a token of an operator, or of this agent");
      case 400, 404, 413, 422 ->
          new Refusal(
              "the ledger does not take the request: " + refused.getMessage(),
              "push less at a time, or other names");
      default ->
          new Refusal(
              "the ledger at " + service + " fails: " + refused.getMessage(), "push again later");
    };
  }
}
