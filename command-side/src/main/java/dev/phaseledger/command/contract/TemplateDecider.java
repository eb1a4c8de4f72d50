package dev.phaseledger.command.contract;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.PolicyCommand.PublishTemplate;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.template.ContractTemplate;
import java.util.List;

/// Decides on publishing contract templates.
public final class TemplateDecider {

  /// Templates of one tenant, each in its newest version.
  static final int TEMPLATES_MAX = 100;

  private TemplateDecider() {}

  /// Makes a version of a template known; nothing to do if that very version is.
  public static List<LedgerEvent> publish(PublishTemplate command, TenantPolicy policy) {
    if (!command.context().by().holds(Role.POLICY_AUTHOR)) {
      throw new ForbiddenException("publishing a contract template needs the role POLICY_AUTHOR");
    }
    ContractTemplate template = ContractTemplate.compile(command.source());
    ContractTemplate known = policy.templates().get(template.name());
    if (known != null && known.digest().equals(template.digest())) {
      return List.of();
    }
    if (known != null && template.version() <= known.version()) {
      throw new InvalidFieldException(
          "metadata.version",
          "is %d, but version %d of template '%s' is known: raise it"
              .formatted(template.version(), known.version(), template.name()));
    }
    Limits.count("templates", policy.templates().size() + (known == null ? 1 : 0), TEMPLATES_MAX);
    return List.of(
        new TemplatePublished(
            template.name(), template.version(), template.digest(), template.source()));
  }
}
