package dev.phaseledger.app.importing;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads import profiles (YAML, `kind: ImportProfile`). Every member is known or refused.
public final class ProfileReader {

  private static final String API_VERSION = "governance/v1";
  private static final String KIND = "ImportProfile";
  private static final int LEVEL_MAX = 9;
  private static final int TURN_CHARS_MAX = 10_000;
  private static final int TURN_CHARS_DEFAULT = 4_000;
  private static final int TURNS_MAX = 1_000;
  private static final int TURNS_DEFAULT = 60;

  private ProfileReader() {}

  /// Reads a profile.
  ///
  /// @throws InvalidFieldException naming the path of what is wrong
  public static Profile read(String yaml) {
    YamlNode top = YamlNode.parse(yaml).only("apiVersion", "kind", "metadata", "spec");
    demand(top.at("apiVersion"), API_VERSION);
    demand(top.at("kind"), KIND);
    YamlNode spec =
        top.at("spec")
            .only("agent", "contract", "invariants", "run", "time", "turns", "errors", "tools");
    return new Profile(
        top.at("metadata").only("name").at("name").text(),
        agent(spec.at("agent")),
        contract(spec.at("contract")),
        spec.find("invariants").map(YamlNode::text),
        run(spec.at("run")),
        spec.find("time").map(ProfileReader::time),
        turns(spec.find("turns")),
        spec.find("errors").map(errors -> errors.only("prefix").at("prefix").text()),
        tools(spec.at("tools")));
  }

  private static void demand(YamlNode node, String wanted) {
    if (!node.text().equals(wanted)) {
      throw new InvalidFieldException(node.path(), "must be '" + wanted + "'");
    }
  }

  private static Profile.Agent agent(YamlNode node) {
    node.only("id", "level", "description");
    return new Profile.Agent(
        checked(node.at("id"), AgentId::new),
        node.at("level").whole(0, LEVEL_MAX),
        node.find("description").map(YamlNode::text).orElse("recorded agent"));
  }

  private static <T> T checked(YamlNode node, Function<String, T> create) {
    try {
      return create.apply(node.text());
    } catch (InvalidFieldException failure) {
      throw new InvalidFieldException(node.path(), failure.reason());
    }
  }

  private static Profile.Contract contract(YamlNode node) {
    node.only("task", "scope");
    return new Profile.Contract(node.at("task").text(), node.at("scope").texts());
  }

  private static Profile.RunShape run(YamlNode node) {
    node.only("id", "messages", "outcome", "expected");
    List<String> id = node.at("id").texts();
    if (id.isEmpty()) {
      throw new InvalidFieldException(node.at("id").path(), "must name at least one member");
    }
    return new Profile.RunShape(
        id,
        node.at("messages").text(),
        node.find("outcome").map(ProfileReader::outcome),
        node.find("expected").map(ProfileReader::expected));
  }

  private static Profile.Outcome outcome(YamlNode node) {
    node.only("field", "succeededWhen");
    JsonValue succeeded = node.at("succeededWhen").value();
    return new Profile.Outcome(node.at("field").text(), succeeded);
  }

  private static Profile.Expected expected(YamlNode node) {
    node.only("field", "name", "arguments");
    return new Profile.Expected(
        node.at("field").text(), node.at("name").text(), node.at("arguments").text());
  }

  private static Profile.Time time(YamlNode node) {
    node.only("from", "pattern", "format", "offset", "fact");
    YamlNode pattern = node.at("pattern");
    try {
      Pattern compiled = Pattern.compile(pattern.text());
      if (compiled.matcher("").groupCount() < 1) {
        throw new InvalidFieldException(pattern.path(), "needs a group that holds the time");
      }
      return new Profile.Time(
          node.at("from").text(),
          compiled,
          DateTimeFormatter.ofPattern(node.at("format").text(), Locale.ROOT),
          ZoneOffset.of(node.at("offset").text()),
          node.find("fact").map(YamlNode::text));
    } catch (PatternSyntaxException failure) {
      throw new InvalidFieldException(pattern.path(), failure.getDescription());
    } catch (DateTimeException | IllegalArgumentException failure) {
      if (failure instanceof InvalidFieldException) {
        throw failure;
      }
      throw new InvalidFieldException(node.path(), String.valueOf(failure.getMessage()));
    }
  }

  private static Profile.Turns turns(Optional<YamlNode> found) {
    if (found.isEmpty()) {
      return new Profile.Turns(
          Optional.empty(), Optional.empty(), Optional.empty(), TURN_CHARS_DEFAULT, TURNS_DEFAULT);
    }
    YamlNode node = found.get().only("user", "assistant", "userTurns", "limits");
    Optional<YamlNode> limits = node.find("limits").map(limit -> limit.only("turnChars", "turns"));
    return new Profile.Turns(
        node.find("user").map(YamlNode::text),
        node.find("assistant").map(YamlNode::text),
        node.find("userTurns").map(YamlNode::text),
        limits
            .flatMap(limit -> limit.find("turnChars"))
            .map(chars -> chars.whole(1, TURN_CHARS_MAX))
            .orElse(TURN_CHARS_DEFAULT),
        limits
            .flatMap(limit -> limit.find("turns"))
            .map(turns -> turns.whole(1, TURNS_MAX))
            .orElse(TURNS_DEFAULT));
  }

  private static Map<String, Profile.Tool> tools(YamlNode node) {
    Map<String, Profile.Tool> tools = new TreeMap<>();
    node.members().forEach((name, tool) -> tools.put(name, tool(tool)));
    if (tools.isEmpty()) {
      throw new InvalidFieldException(node.path(), "must name at least one tool");
    }
    return tools;
  }

  private static Profile.Tool tool(YamlNode node) {
    node.only("kind", "resources", "facts");
    return new Profile.Tool(
        kind(node.at("kind")),
        node.find("resources").map(YamlNode::texts).orElse(List.of()),
        node.find("facts")
            .map(facts -> facts.items().stream().map(FactRule::read).toList())
            .orElse(List.of()));
  }

  private static Profile.Kind kind(YamlNode node) {
    return Arrays.stream(Profile.Kind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(node.text()))
        .findFirst()
        .orElseThrow(
            () -> new InvalidFieldException(node.path(), "must be read, effect or ignore"));
  }
}
