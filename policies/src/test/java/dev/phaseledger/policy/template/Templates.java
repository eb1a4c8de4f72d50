package dev.phaseledger.policy.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.util.Map;

/// Templates for tests, and what becomes of them.
final class Templates {

  private Templates() {}

  /// A template with some parameters and a contract, each in flow style.
  static String source(String parameters, String contract) {
    return """
    apiVersion: governance/v1
    kind: ContractTemplate
    metadata: {name: sample, version: 2, owner: somebody}
    spec:
      parameters: %s
      contract: %s
    """
        .formatted(parameters, contract);
  }

  static Map<String, JsonValue> given(String json) {
    return ((JsonValue.Fields) Json.parse(json)).members();
  }

  /// The contract, as JSON.
  static String filled(String template, String given) {
    return Json.text(ContractTemplate.compile(template).instantiate(given(given)));
  }

  static void refuses(String template, String given, String field, String reason) {
    ContractTemplate compiled = ContractTemplate.compile(template);
    InvalidFieldException refused =
        catchThrowableOfType(InvalidFieldException.class, () -> compiled.instantiate(given(given)));
    assertThat(refused).as("must be refused: %.80s", given).isNotNull();
    assertThat(refused.field()).isEqualTo(field);
    assertThat(refused.reason()).contains(reason);
  }
}
