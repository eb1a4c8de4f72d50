package dev.phaseledger.command.dispatch;

import static dev.phaseledger.command.Scenario.CONTRACT;
import static dev.phaseledger.command.Scenario.agentItself;
import static dev.phaseledger.command.Scenario.approver;
import static dev.phaseledger.command.Scenario.mapWith;
import static dev.phaseledger.command.Scenario.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.approval.ApprovalDecider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDispatchTest {

  private static final SubjectId SUBJECT = new SubjectId("customer-17");

  private final Scenario scenario = new Scenario();

  /// What the deciders never see the inside of: digests, and values by their digests.
  private final Map<JsonValue, JsonValue> vault = new HashMap<>();

  private SealedRequest seal(DispatchRequest request) {
    Map<JsonPointer, JsonValue> digests = new TreeMap<>();
    for (JsonPointer pointer : request.personal().keySet()) {
      JsonValue value = request.personalValue(pointer);
      JsonValue digest = new JsonValue.Text(Digest.of("salt" + Json.text(value)).value());
      vault.put(digest, value);
      digests.put(pointer, digest);
    }
    return new SealedRequest(request, request.withPersonalValues(digests));
  }

  private Opener.Opened open(DispatchRequest recorded) {
    Map<JsonPointer, JsonValue> values = new TreeMap<>();
    for (JsonPointer pointer : recorded.personal().keySet()) {
      JsonValue value = vault.get(recorded.personalValue(pointer));
      if (value == null) {
        return new Opener.Opened.Erased(recorded.personal().get(pointer), 77);
      }
      values.put(pointer, value);
    }
    return new Opener.Opened.Whole(
        new SealedRequest(recorded.withPersonalValues(values), recorded));
  }

  private static DispatchRequest deploy(String parameters, String... pointers) {
    Map<JsonPointer, SubjectId> personal = new TreeMap<>();
    for (String pointer : pointers) {
      personal.put(JsonPointer.parse(pointer), SUBJECT);
    }
    return Scenario.request("d1", "deploy", "src/app")
        .with((JsonValue.Fields) Json.parse(parameters))
        .with(personal);
  }

  private DispatchDecided decide(DispatchRequest request) {
    List<LedgerEvent> events =
        DispatchDecider.request(
            new RequestDispatch(agentItself(), CONTRACT, request),
            scenario.situation(),
            this::seal);
    scenario.happened("agent", events);
    return (DispatchDecided) events.getFirst();
  }

  @Test
  void recordsAndDigestsTheSealedFormAndJudgesOnTheRealOne() {
    scenario.map(mapWith("{effect: VETO}"));
    DispatchDecided over = decide(deploy("{\"amount\": 41234567}", "/parameters/amount"));
    assertThat(over.judgement().verdict()).isEqualTo(Verdict.VETOED);
    assertThat(over.toString()).doesNotContain("41234567");
    DispatchDecided decided =
        decide(deploy("{\"amount\": 40, \"name\": \"Jane Roe\"}", "/parameters/amount"));
    assertThat(decided.judgement().verdict()).isEqualTo(Verdict.AUTHORIZED);
    assertThat(decided.request().sealed()).isTrue();
    assertThat(decided.requestDigest()).isEqualTo(Forms.digest(decided.request()));
  }

  @Test
  void releasesOnApprovalAfterJudgingOnTheRealFormAgain() {
    Digest shown = pending();
    assertThat(rejudged(shown).judgement().verdict()).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void vetoesTheReleaseOfWhatWasErased() {
    Digest shown = pending();
    vault.clear();
    DispatchRejudged rejudged = rejudged(shown);
    assertThat(rejudged.judgement().verdict()).isEqualTo(Verdict.VETOED);
    assertThat(rejudged.judgement().explanation())
        .contains("subject customer-17 was erased at position 77");
  }

  private Digest pending() {
    scenario.map(mapWith("{effect: REQUIRE_APPROVAL}"));
    DispatchDecided decided = decide(deploy("{\"amount\": 41234567}", "/parameters/amount"));
    assertThat(decided.judgement().verdict()).isEqualTo(Verdict.APPROVAL_REQUIRED);
    return ApprovalBinding.digest(
        decided.request().id(), decided.requestDigest(), decided.judgement().basis());
  }

  private DispatchRejudged rejudged(Digest shown) {
    var answer =
        new AnswerApproval(
            approver("ada"), CONTRACT, Scenario.request("d1", "x").id(), true, shown, "");
    return (DispatchRejudged)
        ApprovalDecider.answer(answer, scenario.situation(), this::open).getLast();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"properties\": {\"n\": {\"enum\": [1]}}} | {\"n\": 778899} | /parameters/n",
        "{\"properties\": {\"n\": {\"const\": \"a\"}}} | {\"n\": \"jane roe\"} | /parameters/n",
        "{\"properties\": {\"n\": {\"pattern\": \"^a\"}}} | {\"n\": \"jane roe\"} | /parameters/n",
        "{\"properties\": {\"n\": {\"additionalProperties\": false}}} | {\"n\": {\"jane roe\": 1}} | /parameters/n",
        "{\"properties\": {\"n\": {\"propertyNames\": {\"maxLength\": 2}}}} | {\"n\": {\"jane roe\": 1}} | /parameters/n",
        "{\"properties\": {\"n\": {\"items\": {\"type\": \"string\"}}}} | {\"n\": [778899]} | /parameters/n",
        "{\"additionalProperties\": {\"type\": \"boolean\"}} | {\"n\": \"jane roe\"} | /parameters/n",
        "{\"properties\": {\"n\": {\"dependentRequired\": {\"jane roe\": [\"b\"]}}}} | {\"n\": {\"jane roe\": 1}} | /parameters/n",
      })
  void saysNothingPersonalWhereASchemaObjects(String schema, String parameters, String pointer) {
    scenario.terms(
        terms(t -> {
          t.inputs = Map.of("deploy", (JsonValue.Fields) Json.parse(schema));
          return t;
        }));
    DispatchDecided decided = decide(deploy(parameters, pointer));
    assertThat(decided.judgement().verdict()).isEqualTo(Verdict.VETOED);
    assertThat(Json.text(Forms.encode(decided.judgement())))
        .contains("parameters/n")
        .doesNotContain("jane", "778899");
  }

  @Test
  void sealsWhatTheContractMarks() {
    mark("{\"properties\": {\"who\": {\"type\": \"string\", \"x-personal\": \"/parameters/id\"}}}");
    DispatchDecided decided = decide(deploy("{\"who\": \"Jane Roe\", \"id\": \"customer-3\"}"));
    assertThat(decided.request().personal())
        .containsExactly(
            Map.entry(JsonPointer.parse("/parameters/who"), new SubjectId("customer-3")));
    assertThat(decided.request().sealed()).isTrue();
    assertThat(decide(Scenario.request("d2", "deploy", "src/app")).request().personal()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"who\": \"Jane Roe\"} | ~~ | personal./parameters/who",
        "{\"who\": \"Jane Roe\", \"id\": 7} | ~~ | personal./parameters/who",
        "{\"who\": \"Jane Roe\", \"id\": \"a b\"} | ~~ | personal./parameters/who",
        "{\"who\": \"Jane Roe\", \"id\": \"customer-3\"} | /parameters/who | personal./parameters/who",
        "{\"who\": [\"Jane Roe\"], \"id\": \"customer-17\"} | /parameters/who/0 | personal./parameters/who/0",
        "{\"who\": \"Jane Roe\", \"id\": \"customer-3\"} | /parameters/id | personal./parameters/id",
      })
  void refusesWhatContradictsTheContractsMarks(String parameters, String pointer, String field) {
    mark("{\"properties\": {\"who\": {\"x-personal\": \"/parameters/id\"}}}");
    String[] pointers = pointer.isEmpty() ? new String[0] : new String[] {pointer};
    assertRefused(deploy(parameters, pointers), field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x-personal\": \"/parameters/id\"}",
        "{\"properties\": {\"a\": {\"x-personal\": \"id\"}}}",
        "{\"properties\": {\"a\": {\"x-personal\": \"/id\"}}}",
        "{\"properties\": {\"a\": {\"x-personal\": 7}}}",
        "{\"properties\": {\"a\": {\"items\": {\"x-personal\": \"/parameters/id\"}}}}",
        "{\"anyOf\": [{\"properties\": {\"a\": {\"x-personal\": \"/parameters/id\"}}}]}",
        "{\"properties\": {\"a\": {\"x-personal\": \"/parameters/a/id\"}}}",
        "{\"properties\": {\"a\": {\"x-personal\": \"/parameters/id\", \"properties\": {\"b\": {\"x-personal\": \"/parameters/id\"}}}}}",
      })
  void refusesAContractWhoseMarksCannotBeFollowed(String schema) {
    assertThatThrownBy(() -> mark(schema))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("inputs.deploy: ");
  }

  private void mark(String schema) {
    scenario.terms(
        terms(t -> {
          t.inputs = Map.of("deploy", (JsonValue.Fields) Json.parse(schema));
          return t;
        }));
  }

  @Test
  void refusesTooManyPersonalValues() {
    var parameters = JsonValue.Fields.builder();
    String[] pointers = new String[Limits.PERSONAL_FIELDS_MAX + 1];
    for (int i = 0; i < pointers.length; i++) {
      parameters.put("p" + i, i);
      pointers[i] = "/parameters/p" + i;
    }
    assertRefused(deploy(Json.text(parameters.build()), pointers), "personal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"Jane Roe\", \"note\": \"for Jane Roe, please\"}",
        "{\"name\": \"Jane Roe\", \"by name\": {\"Jane Roe\": 1}}",
        "{\"name\": [\"x\", {\"y\": 1234567}], \"list\": [1234567]}",
        "{\"name\": \"the task asks\"}",
        "{\"name\": \"customer-17\"}",
      })
  void refusesAValueThatStandsOpenElsewhere(String parameters) {
    assertRefused(deploy(parameters, "/parameters/name"), "personal");
  }

  private void assertRefused(DispatchRequest request, String field) {
    assertThatThrownBy(() -> decide(request))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageNotContaining("Jane")
        .satisfies(e ->
            assertThat(((InvalidFieldException) e).field()).as(e.getMessage()).isEqualTo(field));
    assertThat(vault).isEmpty();
  }
}
