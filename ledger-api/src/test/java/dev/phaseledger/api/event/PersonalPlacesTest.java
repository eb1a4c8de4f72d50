package dev.phaseledger.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonalPlacesTest {

  private static final JsonPointer EMAIL = JsonPointer.parse("/parameters/customer/email");
  private static final JsonValue DIGEST = new JsonValue.Text(Digest.of("salted").value());

  private static DispatchRequest request(String parameters) {
    return new DispatchRequest(
            new DispatchId("d-1"),
            "mail",
            List.of(),
            (Fields) Json.parse(parameters),
            "needed",
            Map.of(),
            Set.of(),
            0,
            false,
            Optional.empty(),
            Optional.empty())
        .with(Map.of(EMAIL, new SubjectId("customer-17")));
  }

  @Test
  void listsPersonalPlacesWithTheirSubjectsInTheEntry() {
    DispatchRequest sealed =
        request("{\"customer\":{\"email\":\"a@b\"}}").withPersonalValues(Map.of(EMAIL, DIGEST));
    Fields form = Forms.encode(sealed);
    assertThat(Json.text(form))
        .contains("\"personal\":{\"/parameters/customer/email\":\"customer-17\"}");
    assertThat(Forms.request(form)).isEqualTo(sealed);
  }

  @Test
  void leavesRequestsWithoutPersonalValuesAsTheyWere() {
    DispatchRequest plain = request("{}").with(Map.of());
    assertThat(Forms.encode(plain).find("personal")).isEmpty();
    assertThat(Forms.request(Forms.encode(plain))).isEqualTo(plain);
  }

  @Test
  void refusesToRecordAPersonalValueInTheClear() {
    DispatchRequest open = request("{\"customer\":{\"email\":\"jane@example.org\"}}");
    assertThat(open.sealed()).isFalse();
    assertThatThrownBy(() ->
            new DispatchDecided(
                ApprovedEvents.contract(),
                ApprovedEvents.agent(),
                open,
                Forms.digest(open),
                new EventSamples(new java.util.SplittableRandom(0)).judgement()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("jane");
    assertThat(open.toString()).doesNotContain("jane");
  }

  @Test
  void refusesAPlaceThatIsNoPointer() {
    Fields form = Forms.encode(request("{}").with(Map.of()));
    Fields wrong = withPersonal(form, "customer");
    assertThatThrownBy(() -> Forms.request(wrong))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("personal.customer");
  }

  private static Fields withPersonal(Fields form, String pointer) {
    var fields = Fields.builder();
    form.members().forEach(fields::put);
    return fields.put("personal", Fields.with(pointer, new JsonValue.Text("s")).build()).build();
  }

  @Test
  void revealsOnlyWhereTheSealedValueStillStands() {
    DispatchRequest real = request("{\"customer\":{\"email\":\"a@b\"},\"n\":1}");
    DispatchRequest recorded = real.withPersonalValues(Map.of(EMAIL, DIGEST));
    assertThat(PersonalPlaces.reveal(recorded.parameters(), recorded, real))
        .isEqualTo(real.parameters());
    Fields rewritten = (Fields) Json.parse("{\"customer\":{\"email\":\"other\"},\"n\":2}");
    assertThat(PersonalPlaces.reveal(rewritten, recorded, real)).isEqualTo(rewritten);
  }
}
