package dev.phaseledger.app.guard;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.guard.GuardSettings.Pusher;
import dev.phaseledger.app.guard.PushKind.Protection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides whether a repository takes a push, by asking the ledger. Returns only for a push that
/// the ledger has released; every other way out is an exception.
public final class PushGuard {

  /// Refs of one push: a verdict lets all of it through or nothing.
  static final int REFS_MAX = 1;

  /// How often the same push is asked about anew after earlier attempts were over.
  static final int ATTEMPTS_MAX = 100;

  /// What git may pass to a hook, in bytes.
  public static final int INPUT_BYTES_MAX = 1 << 20;

  private final Environment environment;
  private final Clock clock;
  private final Git git;

  public PushGuard(Environment environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
    this.git = new Git(environment);
  }

  /// A push that the ledger has released.
  public record Passed(
      String dispatchId, String contractId, String action, int commits, int files) {}

  /// Asks about a push.
  ///
  /// @param lines what git passed on standard input
  /// @throws Refusal if it must not go through
  public Passed ask(List<String> lines) throws IOException {
    RefUpdate update = single(lines);
    Path gitDirectory = Path.of(git.text("rev-parse", "--absolute-git-dir"));
    GuardSettings settings =
        GuardSettings.of(GuardConfig.of(git), String.valueOf(gitDirectory.getFileName()));
    Pusher pusher = settings.pusher(environment);
    Protection protection = settings.protection(update, headRef());
    Resources names = new Resources(settings.repository());
    names.ref(update.ref());
    PushedWork work = PushedWork.of(git, update, protection, names);
    PushKind kind = PushKind.of(update, protection, work.history());
    Map<String, String> options = environment.pushOptions();
    new PushReport(environment).reportEarlier(gitDirectory, settings);
    try (GuardLedger ledger = GuardLedger.open(settings.service(), settings.tokenFile(pusher))) {
      ContractId contract = contract(ledger, settings, pusher, options);
      PushRequest request =
          new PushRequest(
              settings.repository(),
              update,
              kind,
              settings.action(kind),
              work,
              contract,
              pusher.identity(),
              options);
      String dispatch = released(ledger, gitDirectory, request, pusher.agent());
      new Released(dispatch, contract.value(), pusher.identity()).let(gitDirectory, update);
      return new Passed(dispatch, contract.value(), request.action(), work.commits(), work.files());
    }
  }

  /// The lines of what git passes to a hook.
  ///
  /// @throws Refusal if it is too much, or a ref's name is not UTF-8
  public static List<String> lines(byte[] input) {
    if (input.length > INPUT_BYTES_MAX) {
      throw new Refusal("the push updates too many refs", "push one branch or tag at a time");
    }
    return RawDiff.text(input).lines().toList();
  }

  private static RefUpdate single(List<String> lines) {
    if (lines.isEmpty()) {
      throw new Refusal("git passed no ref to the hook", "push again");
    }
    if (lines.size() > REFS_MAX) {
      throw new Refusal(
          "the push updates " + lines.size() + " refs; at most " + REFS_MAX,
          "push one branch or tag at a time");
    }
    return RefUpdate.parse(lines.getFirst());
  }

  /// The default branch; it may not exist yet.
  private String headRef() {
    return git.call(new byte[0], List.of("symbolic-ref", "--quiet", "HEAD")).text();
  }

  /// The contract that the pusher names, else its own, else the repository's, else the only active
  /// one that it holds. It is always one that the pusher's agent holds.
  private static ContractId contract(
      GuardLedger ledger, GuardSettings settings, Pusher pusher, Map<String, String> options) {
    Optional<ContractId> chosen;
    try {
      chosen = Optional.ofNullable(options.get("contract")).map(ContractId::new);
    } catch (InvalidFieldException wrong) {
      throw new Refusal(
          "the push option 'contract' " + wrong.reason(),
          "name a contract: git push -o contract=ID");
    }
    ContractId contract =
        chosen
            .or(pusher::contract)
            .or(settings::contract)
            .orElseGet(() -> ledger.onlyActive(pusher.agent()));
    ledger.contract(contract, pusher.agent());
    return contract;
  }

  /// The dispatch that releases the push: an earlier one that was approved since, or a new one.
  private String released(
      GuardLedger ledger, Path gitDirectory, PushRequest request, AgentId agent) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      String id = request.id(attempt);
      if (Released.isUsed(gitDirectory, id)) {
        continue;
      }
      Optional<Fields> earlier = ledger.dispatch(id, 0);
      if (earlier.isEmpty()) {
        Fields answer = ledger.request(request.body(attempt), id);
        boolean repeated = isTrue(answer, "repeated");
        if (!repeated) {
          return new Answers(ledger.service(), request.contract()).verdict(answer);
        }
        // Recorded a moment ago, by a push like this one: what has become of it counts.
        earlier = ledger.dispatch(id, Members.number(answer, "position"));
      }
      Fields view =
          earlier.orElseThrow(
              () -> new Refusal("the ledger does not find dispatch " + id, "push again"));
      if (new Answers(ledger.service(), request.contract()).stands(view)) {
        requireInForce(ledger, request.contract(), agent, id);
        return id;
      }
    }
    throw new Refusal(
        "this push was refused " + ATTEMPTS_MAX + " times", "change it before you push again");
  }

  /// A release that waited for its push holds only as long as what it rests on.
  private void requireInForce(GuardLedger ledger, ContractId contract, AgentId agent, String id) {
    Fields terms = ledger.contract(contract, agent);
    boolean active = Members.find(terms, "status").equals(Optional.of("ACTIVE"));
    boolean agentActive =
        ledger
            .agent(agent)
            .flatMap(found -> Members.find(found, "status"))
            .equals(Optional.of("ACTIVE"));
    Instant expires =
        Instant.parse(
            Members.text(Members.object(Members.object(terms, "terms"), "stopping"), "expiresAt"));
    if (!active || !agentActive || !clock.instant().isBefore(expires)) {
      throw new Refusal(
              "dispatch "
                  + id
                  + " was released, but contract "
                  + contract
                  + " or its agent is no longer in force",
              "have a new contract issued and push under it")
          .of(id);
    }
  }

  private static boolean isTrue(Fields fields, String name) {
    return fields
        .find(name)
        .filter(dev.phaseledger.api.value.JsonValue.Bool.TRUE::equals)
        .isPresent();
  }
}
