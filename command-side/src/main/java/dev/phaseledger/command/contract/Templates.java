package dev.phaseledger.command.contract;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.policy.template.ContractTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Fills templates, so that what they become is read as strictly as what callers write.
@Component
final class Templates {

  private final InForce inForce;
  private final JsonMapper json;

  Templates(InForce inForce, JsonMapper json) {
    this.inForce = inForce;
    this.json = json;
  }

  /// A contract as it is written in full.
  ///
  /// @param template the name and version of the template it came from, if it came from one
  record Written(ContractForm form, Optional<String> template) {}

  /// The form itself, or what the template that it names becomes.
  Written filled(TenantId tenant, ContractForm form) {
    if (form.template() == null) {
      if (form.parameters() != null) {
        throw new InvalidFieldException("parameters", "are those of a template; name one");
      }
      return new Written(form, Optional.empty());
    }
    requireNothingElse(form);
    ContractTemplate template =
        Optional.ofNullable(inForce.policy(tenant).templates().get(form.template()))
            .orElseThrow(
                () -> new NotFoundException("template", "no template '" + form.template() + "'"));
    Fields contract = template.instantiate(Given.map("parameters", form.parameters()));
    var body = new TreeMap<String, JsonValue>(contract.members());
    put(body, "contractId", form.contractId());
    put(body, "agentId", form.agentId());
    put(body, "parent", form.parent());
    ContractForm filled = read(new Fields(body));
    if (filled.template() != null || filled.parameters() != null) {
      throw new InvalidFieldException("template", "becomes another template");
    }
    return new Written(filled, Optional.of(template.name() + "@" + template.version()));
  }

  /// A contract as it is written, from JSON.
  ContractForm read(Fields body) {
    try {
      return json.readValue(Json.bytes(body), ContractForm.class);
    } catch (JacksonException e) {
      throw new InvalidFieldException("template", "becomes no contract: " + e.getOriginalMessage());
    }
  }

  /// What the template says already may be repeated and not changed: its scope may depend on it.
  private static void put(Map<String, JsonValue> body, String name, @Nullable String text) {
    if (text == null) {
      return;
    }
    JsonValue said = body.put(name, new Text(text));
    if (said != null && !said.equals(new Text(text))) {
      throw new InvalidFieldException(name, "is said otherwise by the template");
    }
  }

  private static void requireNothingElse(ContractForm form) {
    if (form.task() != null
        || form.scope() != null
        || form.excluded() != null
        || form.actions() != null
        || form.inputs() != null
        || form.dataClasses() != null
        || form.requiredLevel() != null
        || form.openDispatchesMax() != null
        || form.stopping() != null
        || form.phases() != null
        || form.onBreach() != null
        || form.attributes() != null
        || form.approvers() != null) {
      throw new InvalidFieldException(
          "template",
          "says what is granted: beside it only parameters, agentId, contractId, parent");
    }
  }
}
