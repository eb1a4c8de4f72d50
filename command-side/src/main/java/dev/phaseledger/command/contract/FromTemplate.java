package dev.phaseledger.command.contract;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.policy.template.ContractTemplate;
import dev.phaseledger.policy.template.TemplateParameter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Terms of contracts that the ledger itself issues from templates.
@Component
public final class FromTemplate {

  private final InForce inForce;
  private final Templates templates;

  FromTemplate(InForce inForce, Templates templates) {
    this.inForce = inForce;
    this.templates = templates;
  }

  /// What is to be filled in for whom.
  ///
  /// @param offered values by name; those that the template has no parameter for are left out
  public record Wanted(
      TenantId tenant, String template, AgentId agent, Map<String, JsonValue> offered) {}

  /// The terms that the newest version of a template gives.
  ///
  /// @throws NotFoundException if there is no such template
  /// @throws dev.phaseledger.api.InvalidFieldException naming what a value is missing for, or what
  ///   it may not be
  public ContractTerms terms(Wanted wanted, Instant now) {
    ContractTemplate template =
        Optional.ofNullable(inForce.policy(wanted.tenant()).templates().get(wanted.template()))
            .orElseThrow(
                () -> new NotFoundException("template", "no template '" + wanted.template() + "'"));
    Fields.Builder parameters = Fields.builder();
    for (TemplateParameter parameter : template.parameters()) {
      Optional.ofNullable(wanted.offered().get(parameter.name()))
          .ifPresent(value -> parameters.put(parameter.name(), value));
    }
    Fields form =
        Fields.with("template", new Text(wanted.template()))
            .put("agentId", wanted.agent().value())
            .put("parameters", parameters.build())
            .build();
    Templates.Written written = templates.filled(wanted.tenant(), templates.read(form));
    return written.form().terms(1, Optional.empty(), written.template(), now);
  }
}
