package dev.phaseledger.bench;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.DecisionInput.ActingAgent;
import dev.phaseledger.policy.DecisionInput.Approval;
import dev.phaseledger.policy.DecisionInput.History;
import dev.phaseledger.policy.FactBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/// Random requests of coding agents with everything that the twenty rules read: a good half are in
/// order, the others break one rule or several. Equal seeds give equal requests.
///
/// Every input is there, so that each rule has a value: what a missing one does differs between
/// rule engines, which is not what is compared.
final class PolicyRequests {

  /// What every contract grants.
  static final List<String> SCOPE =
      List.of("services/orders/**", "services/billing/**", "libs/**", "docs/**");

  /// What no contract grants.
  static final List<String> DENIED =
      List.of("**/*.pem", "**/secrets/**", "deploy/**", "**/.github/workflows/*.yml");

  static final Set<String> DATA_CLASSES = Set.of("public", "internal", "confidential");

  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int MINUTES = 7 * 24 * 60;
  private static final String COMMIT = "8f14e45fceea167a5a36dedd4bea2543d4e0f1a2";
  private static final String OTHER_COMMIT = "c9f0f895fb98ab9159f51fd0297e236d1b2c3d4e";
  private static final List<String> DIRECTORIES =
      List.of(
          "services/orders/src/main/java/",
          "services/billing/src/test/java/",
          "libs/money/",
          "docs/adr/");
  private static final List<String> FORBIDDEN =
      List.of(
          "deploy/production/values.yaml",
          "services/orders/tls/server.pem",
          "libs/money/secrets/token",
          "services/billing/.github/workflows/build.yml");

  private final SplittableRandom random;
  private final boolean inOrder;
  private final Instant now;

  private PolicyRequests(SplittableRandom random) {
    this.random = random;
    this.inOrder = random.nextInt(100) < 60;
    this.now = START.plus(Duration.ofMinutes(random.nextInt(MINUTES)));
  }

  static List<DecisionInput> random(int number, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<DecisionInput> inputs = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      inputs.add(new PolicyRequests(random.split()).input(i));
    }
    return inputs;
  }

  /// True in one of so many requests that are not in order.
  private boolean flaw(int oneOf) {
    return !inOrder && random.nextInt(oneOf) == 0;
  }

  private DecisionInput input(int number) {
    String owner = "user:owner-" + random.nextInt(5);
    ActingAgent agent =
        new ActingAgent(
            new AgentId("agent-" + random.nextInt(20)),
            new PrincipalId(owner),
            inOrder ? 4 : 1 + random.nextInt(5),
            flaw(20) ? Set.of("tester") : Set.of("coder", "tester"),
            !flaw(20));
    return new DecisionInput(
        request(number),
        agent,
        new ContractId("contract-" + random.nextInt(100)),
        terms(agent.id()),
        history(),
        evidence(),
        approvals(owner),
        pipeline(),
        now);
  }

  private DispatchRequest request(int number) {
    List<String> paths = new ArrayList<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      paths.add(path());
    }
    Fields parameters =
        Fields.with("branch", new Text(branch()))
            .put("env", environment())
            .put("diffLines", inOrder ? 1 + random.nextInt(400) : 1 + random.nextInt(2_500))
            .build();
    return new DispatchRequest(
        new DispatchId("dispatch-" + number),
        SampleRequest.ACTION,
        paths,
        parameters,
        "Ticket GOV-" + number + " asks for it.",
        Map.of("commit", COMMIT, "run", "run-" + number),
        flaw(12) ? Set.of("internal", "personal") : Set.of("internal"),
        1_000 + random.nextInt(50_000),
        !inOrder && random.nextInt(3) == 0,
        Optional.of("implement"),
        Optional.empty());
  }

  private String path() {
    if (flaw(30)) {
      return FORBIDDEN.get(random.nextInt(FORBIDDEN.size()));
    }
    String name =
        DIRECTORIES.get(random.nextInt(DIRECTORIES.size())) + "File" + random.nextInt(999);
    if (flaw(40)) {
      return "../" + name + ".java";
    }
    return flaw(40) ? "infra/" + name + ".tf" : name + ".java";
  }

  private String branch() {
    return flaw(12)
        ? "hotfix_" + random.nextInt(9)
        : "feature/GOV-" + (100 + random.nextInt(900)) + "-split-ledger";
  }

  private String environment() {
    if (flaw(6)) {
      return "prod";
    }
    return flaw(30) ? "moon" : List.of("development", "test", "staging").get(random.nextInt(3));
  }

  private ContractTerms terms(AgentId agent) {
    JsonValue run =
        Fields.with(
                "state",
                new Text(flaw(15) ? "PAUSED" : random.nextBoolean() ? "RUNNING" : "RESUMED"))
            .put("frozen", Bool.of(flaw(25)))
            .put("openIncidents", flaw(20) ? 1 : 0)
            .build();
    return new ContractTerms(
        1,
        agent,
        "split the ledger of orders from that of billing",
        SCOPE,
        DENIED,
        flaw(20) ? Set.of("RunTests") : Set.of("RunTests", SampleRequest.ACTION),
        Map.of(),
        DATA_CLASSES,
        1 + random.nextInt(3),
        10,
        new StoppingConditions(
            now.minus(Duration.ofHours(flaw(20) ? -1 : 30)),
            now.plus(Duration.ofHours(flaw(20) ? 0 : 40)),
            OptionalLong.empty(),
            OptionalInt.of(100),
            OptionalLong.of(5_000_000),
            Optional.empty()),
        List.of(),
        BreachAction.REVOKE_CONTRACT,
        Fields.with("run", run)
            .put("tier", random.nextInt(3) == 0 ? "trusted" : "standard")
            .build());
  }

  private History history() {
    return new History(
        inOrder ? random.nextInt(4_900_000) : random.nextInt(5_200_000),
        Map.of(
            "actions_1h",
            (long) random.nextInt(inOrder ? 100 : 108),
            "failures_24h",
            (long) random.nextInt(inOrder ? 5 : 6),
            "denials_24h",
            (long) random.nextInt(inOrder ? 20 : 21)));
  }

  private List<Evidence> evidence() {
    List<Evidence> evidence = new ArrayList<>();
    for (String kind : List.of("lint", "sast", "coverage", "tests", "review")) {
      boolean tests = kind.equals("tests");
      evidence.add(
          new Evidence(
              kind,
              Digest.of(kind),
              "ci",
              now.minus(Duration.ofMinutes(random.nextInt(tests && !inOrder ? 1_500 : 1_440))),
              List.of(),
              Fields.with("passed", Bool.of(!tests || !flaw(15)))
                  .put("commit", tests && flaw(15) ? OTHER_COMMIT : COMMIT)
                  .build()));
    }
    return evidence;
  }

  private List<Approval> approvals(String owner) {
    Instant at = now.minusSeconds(1_200);
    List<Approval> approvals = new ArrayList<>();
    if (!flaw(3)) {
      approvals.add(new Approval(new PrincipalId("user:carol"), Set.of("maintainer"), at, true));
    }
    approvals.add(
        new Approval(
            new PrincipalId(flaw(12) ? owner : "user:dave"), Set.of("security"), at, !flaw(8)));
    if (random.nextBoolean()) {
      approvals.add(new Approval(new PrincipalId("user:erin"), Set.of("observer"), at, true));
    }
    return approvals;
  }

  private FactBook pipeline() {
    Fact pipeline =
        new Fact(
            "pipeline",
            "",
            Fields.with("frozen", Bool.of(flaw(25)))
                .put("failedBuilds", Num.of(flaw(25) ? 2 : 0))
                .build(),
            now.minusSeconds(60));
    return new FactBook() {
      @Override
      public Optional<Fact> find(String name, String key) {
        return name.equals("pipeline") && key.isEmpty() ? Optional.of(pipeline) : Optional.empty();
      }

      @Override
      public List<String> keys(String name) {
        return name.equals("pipeline") ? List.of("") : List.of();
      }
    };
  }
}
