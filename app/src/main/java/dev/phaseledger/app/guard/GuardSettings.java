package dev.phaseledger.app.guard;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.app.guard.PushKind.Protection;
import dev.phaseledger.policy.resource.Glob;
import dev.phaseledger.policy.resource.ResourceScope;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a repository is guarded, as its operator configured it under `ledger.*`.
///
/// @param repository its name in resources
/// @param identityVariable the environment variable in which the front says who pushes
/// @param pushers by what that variable holds
/// @param contract the contract of pushers that have none of their own and name none
/// @param protectedBranches patterns of branches; empty for the one that HEAD names
/// @param reporter who says how a push turned out
public record GuardSettings(
    URI service,
    String repository,
    Optional<Path> tokenFile,
    String identityVariable,
    Map<String, Pusher> pushers,
    Optional<ContractId> contract,
    List<String> protectedBranches,
    Map<PushKind, String> actions,
    Reporter reporter) {

  /// Where the front says who pushes, unless the repository names another variable.
  public static final String IDENTITY_DEFAULT = "LEDGER_AGENT";

  static final String PREFIX = "ledger.";
  static final String SERVICE = PREFIX + "url";
  static final String REPOSITORY = PREFIX + "repository";
  static final String TOKEN_FILE = PREFIX + "tokenfile";
  static final String IDENTITY = PREFIX + "identity";
  static final String CONTRACT = PREFIX + "contract";
  static final String PROTECTED = PREFIX + "protected";
  static final String AGENT = PREFIX + "agent.";
  static final String AGENT_ID = ".id";
  static final String ACTION = PREFIX + "action.";
  static final String OUTCOME = PREFIX + "outcome";

  private static final String ADVICE = "ask whoever runs the repository to mend its configuration";

  /// Somebody who may push.
  ///
  /// @param contract the only contract it pushes under, unless it names another one of its own
  /// @param tokenFile the token to ask with, instead of the repository's
  record Pusher(
      String identity, AgentId agent, Optional<ContractId> contract, Optional<Path> tokenFile) {}

  public GuardSettings {
    pushers = Map.copyOf(pushers);
    protectedBranches = List.copyOf(protectedBranches);
    actions = Map.copyOf(actions);
  }

  /// Reads the settings.
  ///
  /// @param directoryName the repository's directory, which names it unless it is configured
  /// @throws Refusal if something is missing or wrong
  public static GuardSettings of(GuardConfig config, String directoryName) {
    try {
      return new GuardSettings(
          service(config.find(SERVICE)),
          repository(config.find(REPOSITORY).orElse(plain(directoryName))),
          config.find(TOKEN_FILE).map(Path::of),
          config.find(IDENTITY).orElse(IDENTITY_DEFAULT),
          pushers(config),
          config.find(CONTRACT).map(ContractId::new),
          config.all(PROTECTED),
          actions(config),
          config.find(OUTCOME).map(Reporter::named).orElse(Reporter.HOOK));
    } catch (IllegalArgumentException wrong) {
      throw new Refusal(
          "the guard of this repository is misconfigured: " + wrong.getMessage(), ADVICE);
    }
  }

  /// Who pushes, as the front says.
  Pusher pusher(Environment environment) {
    String identity =
        environment
            .variable(identityVariable)
            .orElseThrow(() ->
                new Refusal(
                    "nobody said who pushes: " + identityVariable + " is not set",
                    "push through the server that sets it"));
    return pusher(identity);
  }

  Pusher pusher(String identity) {
    Pusher known = pushers.get(identity);
    if (known == null) {
      throw new Refusal(
          "'" + identity + "' is no agent that this repository knows",
          "ask whoever runs it to add one: git config ledger.agent." + identity + ".id AGENT");
    }
    return known;
  }

  /// The file with the token to ask with.
  Path tokenFile(Pusher pusher) {
    return pusher.tokenFile().or(this::tokenFile).orElseThrow(GuardSettings::noToken);
  }

  static Refusal noToken() {
    return new Refusal("the guard has no token: ledger.tokenFile is not set", ADVICE);
  }

  Protection protection(RefUpdate update, String headRef) {
    if (!update.isBranch()) {
      return Protection.OPEN;
    }
    boolean matches =
        protectedBranches.isEmpty()
            ? update.ref().equals(headRef)
            : protectedBranches.stream()
                .anyMatch(pattern -> Glob.matches(pattern, Glob.Dialect.STARS, update.shortName()));
    return matches ? Protection.PROTECTED : Protection.OPEN;
  }

  String action(PushKind kind) {
    return actions.getOrDefault(kind, kind.action());
  }

  private static URI service(Optional<String> configured) {
    URI url =
        URI.create(
            configured.orElseThrow(() -> new IllegalArgumentException("ledger.url is not set")));
    checkService(url);
    return url;
  }

  /// Refuses what is no address of a service.
  static void checkService(URI url) {
    String scheme = String.valueOf(url.getScheme());
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          "ledger.url must look like http://127.0.0.1:8080, not '" + url + "'");
    }
  }

  static String plain(String directoryName) {
    return directoryName.endsWith(".git")
        ? directoryName.substring(0, directoryName.length() - ".git".length())
        : directoryName;
  }

  /// The name, if it can stand in a resource.
  static String repository(String name) {
    if (!ResourceScope.normalize("ledger.repository", name).equals(name)
        || name.startsWith("/")
        || name.contains("://")) {
      throw new IllegalArgumentException(
          "ledger.repository must be plain segments such as 'team/site', not '" + name + "'");
    }
    return name;
  }

  private static Map<String, Pusher> pushers(GuardConfig config) {
    Map<String, Pusher> pushers = new HashMap<>();
    for (String identity : config.between(AGENT, AGENT_ID)) {
      String own = AGENT + identity;
      pushers.put(
          identity,
          new Pusher(
              identity,
              new AgentId(config.find(own + AGENT_ID).orElse("")),
              config.find(own + ".contract").map(ContractId::new),
              config.find(own + ".tokenfile").map(Path::of)));
    }
    return pushers;
  }

  private static Map<PushKind, String> actions(GuardConfig config) {
    Map<PushKind, String> actions = new EnumMap<>(PushKind.class);
    for (String key : config.between(ACTION, "")) {
      PushKind kind =
          PushKind.named(key)
              .orElseThrow(
                  () -> new IllegalArgumentException("ledger.action." + key + " is not known"));
      actions.put(kind, config.find(ACTION + key).orElse(kind.action()));
    }
    return actions;
  }
}
