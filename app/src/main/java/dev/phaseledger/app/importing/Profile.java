package dev.phaseledger.app.importing;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.value.JsonValue;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// How recorded runs of one kind of agent are read. See [ProfileReader] for its written form.
///
/// @param invariants file of the invariant map to judge by, relative to the profile
/// @param tools by tool name
/// @param errorPrefix a tool result that starts so is a failed call
public record Profile(
    String name,
    Agent agent,
    Contract contract,
    Optional<String> invariants,
    RunShape run,
    Optional<Time> time,
    Turns turns,
    Optional<String> errorPrefix,
    Map<String, Tool> tools) {

  public Profile {
    tools = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tools));
  }

  /// The rules for a tool, if the profile knows it.
  Optional<Tool> tool(String tool) {
    return Optional.ofNullable(tools.get(tool));
  }

  /// Whom the runs are recorded under.
  record Agent(AgentId id, int level, String description) {}

  /// What each run was allowed.
  record Contract(String task, List<String> scope) {
    Contract {
      scope = List.copyOf(scope);
    }
  }

  /// Where a run keeps what.
  ///
  /// @param id members that identify a run
  /// @param messages the member that holds the messages
  record RunShape(
      List<String> id, String messages, Optional<Outcome> outcome, Optional<Expected> expected) {
    RunShape {
      id = List.copyOf(id);
    }
  }

  /// Where a run says how it ended.
  record Outcome(String field, JsonValue succeededWhen) {}

  /// Where a run lists the calls of a correct run; only reports compare with them.
  ///
  /// @param field path of the list, dotted
  record Expected(String field, String name, String arguments) {}

  /// How the time of a run is found in its messages.
  ///
  /// @param from role of the messages that are searched
  /// @param pattern its first group is the local time
  /// @param fact the fact that tells it to invariants
  record Time(
      String from,
      Pattern pattern,
      DateTimeFormatter format,
      ZoneOffset offset,
      Optional<String> fact) {}

  /// Which facts tell invariants what was said.
  ///
  /// @param charsMax characters kept of one turn
  /// @param turnsMax turns kept in lists
  record Turns(
      Optional<String> user,
      Optional<String> assistant,
      Optional<String> userTurns,
      int charsMax,
      int turnsMax) {}

  /// One tool of the agent.
  ///
  /// @param resources templates of what a call touches
  record Tool(Kind kind, List<String> resources, List<FactRule> facts) {
    Tool {
      resources = List.copyOf(resources);
      facts = List.copyOf(facts);
    }
  }

  /// What calls of a tool do.
  enum Kind {
    READ,
    EFFECT,
    IGNORE
  }
}
