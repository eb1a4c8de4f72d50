package dev.phaseledger.policy.path;

import dev.phaseledger.api.AgentId;

/// One thing that a path does.
public sealed interface PathAction {

  /// As documents name it.
  String name();

  /// As documents write it, with its members: what the record of a firing says.
  default String written() {
    return switch (this) {
      case Demote(int levels) -> name() + ": {levels: " + levels + "}";
      case Rollback(String template, AgentId agent, String action) ->
          "%s: {template: %s, agent: %s, action: %s}".formatted(name(), template, agent, action);
      case Notify(String webhook) -> name() + ": {webhook: " + webhook + "}";
      case SuspendAgent _, RevokeAgent _, RevokeContract _, CancelOpenDispatches _ -> name();
    };
  }

  /// Takes the agent down.
  ///
  /// @param levels steps of the autonomy ladder, from 1
  record Demote(int levels) implements PathAction {
    @Override
    public String name() {
      return "demote";
    }
  }

  /// The agent may not act for the time being.
  record SuspendAgent() implements PathAction {
    @Override
    public String name() {
      return "suspend-agent";
    }
  }

  /// The agent may not act any more.
  record RevokeAgent() implements PathAction {
    @Override
    public String name() {
      return "revoke-agent";
    }
  }

  /// Ends the contract.
  record RevokeContract() implements PathAction {
    @Override
    public String name() {
      return "revoke-contract";
    }
  }

  /// Withdraws what is pending or under way.
  record CancelOpenDispatches() implements PathAction {
    @Override
    public String name() {
      return "cancel-open-dispatches";
    }
  }

  /// Has the work undone under a contract of its own.
  ///
  /// @param template name of the contract template that grants it
  /// @param agent who compensates
  /// @param action what the agent is asked to do
  record Rollback(String template, AgentId agent, String action) implements PathAction {
    @Override
    public String name() {
      return "rollback";
    }
  }

  /// Tells somebody.
  ///
  /// @param webhook name under which the address is configured; documents hold no addresses
  record Notify(String webhook) implements PathAction {
    @Override
    public String name() {
      return "notify";
    }
  }
}
