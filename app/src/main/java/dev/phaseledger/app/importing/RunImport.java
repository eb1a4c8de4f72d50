package dev.phaseledger.app.importing;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.ServiceException;
import dev.phaseledger.app.importing.FactRule.Found;
import dev.phaseledger.app.importing.Transcript.Call;
import dev.phaseledger.app.importing.Transcript.Result;
import dev.phaseledger.app.importing.Transcript.Step;
import dev.phaseledger.app.importing.Transcript.UserTurn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts one run on record, step by step in its order.
///
/// Every request's identifiers, idempotency key and bytes follow from the run alone. Sent again
/// after any interruption, they are recognized and nothing is recorded twice.
final class RunImport {

  /// Characters of a justification, at most.
  private static final int JUSTIFICATION_CHARS_MAX = 2_000;

  /// Dispatches of one recorded run that may lack an outcome.
  private static final int OPEN_DISPATCHES_MAX = 1_000;

  /// A recorded contract releases nothing, so its end is of no consequence; it only has to be one
  /// fixed time, or a repeated import would differ from the first.
  private static final Instant CONTRACT_END = Instant.parse("9999-01-01T00:00:00Z");

  private static final int BAD_REQUEST = 400;
  private static final int PAYLOAD_TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;
  private static final String RUN_END = "run-end";

  private final LedgerClient client;
  private final Profile profile;
  private final Transcript run;
  private final Digest content;
  private final String contractId;
  private final List<ImportedCall> calls = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private boolean addedSomething;

  /// Prepares to import a run.
  ///
  /// @param content digest of the run as it is recorded in the file
  RunImport(LedgerClient client, Profile profile, Transcript run, Digest content) {
    this.client = client;
    this.profile = profile;
    this.run = run;
    this.content = content;
    this.contractId = new ContractId(profile.name() + "-" + run.runId()).value();
  }

  ImportedRun execute() {
    Optional<Fields> known = client.find("/v1/contracts/" + LedgerClient.escape(contractId));
    if (known.isPresent()) {
      requireSameContent(known.get());
      if (isComplete()) {
        return new ImportedRun(contractId, true, List.of(), List.of());
      }
    } else {
      post("/v1/contracts", contract(), key("contract"));
    }
    evidence("run-start", run.start(), Optional.empty(), contractId, run.startFacts(), "start");
    for (Step step : run.steps()) {
      switch (step) {
        case UserTurn turn ->
            evidence(
                "user-turn",
                run.timeOf(turn),
                Optional.empty(),
                turn.text(),
                turn.facts(),
                Integer.toString(turn.message()));
        case Call call -> call(call);
      }
    }
    end();
    return new ImportedRun(contractId, !addedSomething, calls, refusals);
  }

  private void requireSameContent(Fields contract) {
    Fields attributes = Members.object(Members.object(contract, "terms"), "attributes");
    Optional<String> recorded = Members.find(attributes, "recording");
    if (!recorded.equals(Optional.of(content.value()))) {
      throw new InvalidFieldException(
          "run " + run.runId(),
          "contract "
              + contractId
              + " is on record already, for other content; give the run another id, or the profile"
              + " another name");
    }
  }

  /// The last thing recorded of a run hangs on its last call; if it is there, all of it is.
  private boolean isComplete() {
    Optional<Call> last =
        run.steps().reversed().stream()
            .filter(Call.class::isInstance)
            .map(Call.class::cast)
            .findFirst();
    if (last.isEmpty()) {
      return false;
    }
    return client
        .find("/v1/dispatches/" + LedgerClient.escape(dispatchId(last.get())) + "/trail")
        .map(trail -> Members.objects(trail, "steps"))
        .orElse(List.of())
        .stream()
        .anyMatch(RunImport::isRunEnd);
  }

  private static boolean isRunEnd(Fields step) {
    if (!Members.find(step, "type").orElse("").startsWith("evidence.")) {
      return false;
    }
    return Json.parse(Members.find(step, "entry").orElse("null")) instanceof Fields entry
        && Members.find(Members.object(Members.object(entry, "data"), "evidence"), "kind")
            .equals(Optional.of(RUN_END));
  }

  private Fields contract() {
    List<String> actions =
        profile.tools().entrySet().stream()
            .filter(tool -> tool.getValue().kind() != Profile.Kind.IGNORE)
            .map(java.util.Map.Entry::getKey)
            .toList();
    return Fields.with("contractId", new Text(contractId))
        .put("agentId", profile.agent().id().value())
        .put("task", profile.contract().task())
        .put("scope", Items.ofTexts(profile.contract().scope()))
        .put("actions", Items.ofTexts(actions))
        .put("requiredLevel", 0)
        .put("openDispatchesMax", OPEN_DISPATCHES_MAX)
        .put(
            "stopping",
            Fields.with("notBefore", new Text(run.start().toString()))
                .put("expiresAt", CONTRACT_END.toString())
                .build())
        .put("onBreach", "SIGNAL_ONLY")
        .put(
            "attributes",
            Fields.with("recording", new Text(content.value()))
                .put("run", run.runId())
                .put("profile", profile.name())
                .build())
        .build();
  }

  private String dispatchId(Call call) {
    return contractId + "-" + call.message() + (call.call() == 0 ? "" : "." + call.call());
  }

  private void call(Call call) {
    String id = dispatchId(call);
    if (call.arguments().isEmpty()) {
      refused(call, "its arguments are no JSON object");
      return;
    }
    Fields arguments = call.arguments().get();
    Fields answer;
    try {
      answer = post("/v1/dispatches", dispatch(call, arguments), key("dispatch", id));
    } catch (ServiceException refusal) {
      if (!isAboutTheRequest(refusal)) {
        throw refusal;
      }
      refused(call, String.valueOf(refusal.getMessage()));
      return;
    }
    Verdict verdict = Verdict.valueOf(Members.text(answer, "verdict"));
    calls.add(judged(call, arguments, verdict, answer));
    result(call, arguments, verdict);
  }

  private static boolean isAboutTheRequest(ServiceException refusal) {
    return refusal.status() == BAD_REQUEST
        || refusal.status() == PAYLOAD_TOO_LARGE
        || refusal.status() == UNPROCESSABLE;
  }

  private Fields dispatch(Call call, Fields arguments) {
    String said = call.said().filter(text -> !text.isBlank()).orElse("recorded without a reason");
    return Fields.with("dispatchId", new Text(dispatchId(call)))
        .put("contractId", contractId)
        .put("action", call.tool())
        .put("resources", Items.ofTexts(ResourceTemplates.fill(call.rules(), arguments)))
        .put("parameters", arguments)
        .put("justification", Texts.cut(said, JUSTIFICATION_CHARS_MAX))
        .put("labels", Fields.with(DispatchRequest.RUN_LABEL, new Text(run.runId())).build())
        .put("recordedAt", run.timeOf(call).toString())
        .build();
  }

  private void refused(Call call, String reason) {
    refusals.add(dispatchId(call) + " (" + call.tool() + "): " + reason);
    calls.add(
        new ImportedCall(
            run.id(),
            dispatchId(call),
            call.tool(),
            call.arguments().map(JsonValue.class::cast).orElse(new Text(call.argumentsText())),
            call.rules().kind() == Profile.Kind.EFFECT,
            false,
            Optional.empty(),
            List.of(),
            reason));
  }

  private ImportedCall judged(Call call, Fields arguments, Verdict verdict, Fields answer) {
    Fields judgement = Members.object(answer, "judgement");
    List<String> violated = new ArrayList<>();
    Members.find(Members.object(judgement, "breach"), "clause")
        .ifPresent(clause -> violated.add("contract/" + clause));
    for (Fields result : Members.objects(judgement, "results")) {
      String outcome = Members.find(result, "outcome").orElse("");
      boolean counts = outcome.equals("VIOLATED") || outcome.equals("ERROR");
      if (counts && Members.find(result, "enforcement").orElse("").equals("ENFORCE")) {
        violated.add(Members.text(result, "invariant"));
      }
    }
    boolean correct = run.expected().contains(new Transcript.ExpectedCall(call.tool(), arguments));
    return new ImportedCall(
        run.id(),
        dispatchId(call),
        call.tool(),
        arguments,
        call.rules().kind() == Profile.Kind.EFFECT,
        correct,
        Optional.of(verdict),
        violated,
        Members.find(answer, "explanation").orElse(""));
  }

  private void result(Call call, Fields arguments, Verdict verdict) {
    String id = dispatchId(call);
    Instant at = run.timeOf(call).plusMillis(500);
    switch (call.result()) {
      case Result.Answered(String text, Optional<JsonValue> value) -> {
        // The recorded call happened whatever the verdict says now, so its result is evidence.
        List<Found> facts = new ArrayList<>();
        call.rules().facts().forEach(rule -> facts.addAll(rule.apply(value, arguments)));
        evidence("tool-output", at, Optional.of(id), text, facts, "result", id);
        outcome(verdict, id, "SUCCEEDED", "");
      }
      case Result.Failed(String text) -> {
        evidence("tool-error", at, Optional.of(id), text, List.of(), "result", id);
        outcome(verdict, id, "FAILED", Texts.cut(text, JUSTIFICATION_CHARS_MAX));
      }
      case Result.Missing() -> outcome(verdict, id, "UNKNOWN", "the recording ends here");
    }
  }

  /// Only a released dispatch can have an outcome.
  private void outcome(Verdict verdict, String dispatchId, String outcome, String detail) {
    if (verdict.releases()) {
      post(
          "/v1/dispatches/" + LedgerClient.escape(dispatchId) + "/outcome",
          Fields.with("contractId", new Text(contractId))
              .put("outcome", outcome)
              .put("detail", detail)
              .build(),
          key("outcome", dispatchId));
    }
  }

  private void end() {
    Optional<String> last =
        calls.reversed().stream()
            .filter(call -> call.verdict().isPresent())
            .map(ImportedCall::dispatchId)
            .findFirst();
    Fields claims =
        Fields.with("outcome", new Text(run.outcome().orElse("UNKNOWN")))
            .put("run", run.runId())
            .build();
    Instant at = run.steps().isEmpty() ? run.start() : run.timeOf(run.steps().getLast());
    post("/v1/evidence", evidenceBody(RUN_END, at, last, content, claims, List.of()), key("end"));
  }

  private void evidence(
      String kind,
      Instant at,
      Optional<String> dispatchId,
      String text,
      List<Found> facts,
      String... place) {
    Digest digest = Digest.of(text.getBytes(StandardCharsets.UTF_8));
    int part = 0;
    for (List<JsonValue> batch : new FactBatches(at, refusals).split(facts)) {
      post(
          "/v1/evidence",
          evidenceBody(kind, at, dispatchId, digest, Fields.EMPTY, batch),
          key("evidence", String.join("/", place), Integer.toString(part)));
      part++;
    }
  }

  private Fields evidenceBody(
      String kind,
      Instant at,
      Optional<String> dispatchId,
      Digest digest,
      Fields claims,
      List<JsonValue> facts) {
    Fields.Builder body =
        Fields.with("contractId", new Text(contractId))
            .put(
                "evidence",
                Fields.with("kind", new Text(kind))
                    .put("content", digest.value())
                    .put("producer", "recording")
                    .put("at", at.toString())
                    .put("claims", claims)
                    .build())
            .put("facts", new Items(facts));
    dispatchId.ifPresent(id -> body.put("dispatchId", id));
    return body.build();
  }

  private Fields post(String path, Fields body, String key) {
    Fields answer = client.post(path, body, key);
    addedSomething |= answer.find("repeated").filter(JsonValue.Bool.FALSE::equals).isPresent();
    return answer;
  }

  /// Identifiers may be longer than keys, so a key is a digest.
  private String key(String... parts) {
    Items named = Items.ofTexts(List.of(parts));
    Digest digest =
        Digest.of(Json.text(new Items(List.of(new Text("import"), new Text(contractId), named))));
    return "import-" + digest.hex();
  }
}
