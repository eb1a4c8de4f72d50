package dev.phaseledger.app.importing;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.importing.FactRule.Found;
import dev.phaseledger.app.importing.Transcript.Call;
import dev.phaseledger.app.importing.Transcript.ExpectedCall;
import dev.phaseledger.app.importing.Transcript.Result;
import dev.phaseledger.app.importing.Transcript.Step;
import dev.phaseledger.app.importing.Transcript.UserTurn;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;

/// Reads a run in the form of OpenAI chat messages, as a profile describes it.
final class TranscriptReader {

  private static final Profile.Tool UNKNOWN_TOOL =
      new Profile.Tool(Profile.Kind.EFFECT, List.of(), List.of());

  private final Profile profile;

  TranscriptReader(Profile profile) {
    this.profile = profile;
  }

  /// Reads one run.
  ///
  /// @throws InvalidFieldException naming the member of the run that is not as it should be
  Transcript read(Fields run) {
    List<Message> messages = messages(run);
    Clock clock = clock(messages);
    return new Transcript(
        id(run),
        clock.start(),
        clock.facts(),
        new Steps(messages).read(),
        profile.run().outcome().flatMap(outcome -> outcome(run, outcome)),
        profile.run().expected().map(expected -> expected(run, expected)).orElse(List.of()));
  }

  private List<JsonValue> id(Fields run) {
    List<JsonValue> id = new ArrayList<>();
    for (String member : profile.run().id()) {
      JsonValue value = find(run, member).orElse(JsonValue.Nil.NULL);
      if (!(value instanceof Text) && !(value instanceof Num)) {
        throw new InvalidFieldException(member, "must be a string or a number");
      }
      id.add(value);
    }
    return id;
  }

  private static Optional<JsonValue> find(Fields run, String path) {
    JsonValue value = run;
    for (String name : path.split("\\.", -1)) {
      Optional<JsonValue> member =
          value instanceof Fields fields ? fields.find(name) : Optional.empty();
      if (member.isEmpty()) {
        return Optional.empty();
      }
      value = member.get();
    }
    return Optional.of(value);
  }

  private static Optional<String> outcome(Fields run, Profile.Outcome outcome) {
    return find(run, outcome.field())
        .map(value -> value.equals(outcome.succeededWhen()) ? "SUCCEEDED" : "FAILED");
  }

  private static List<ExpectedCall> expected(Fields run, Profile.Expected expected) {
    List<ExpectedCall> calls = new ArrayList<>();
    if (find(run, expected.field()).orElse(JsonValue.Nil.NULL) instanceof Items items) {
      for (JsonValue item : items.values()) {
        if (item instanceof Fields call
            && call.find(expected.name()).orElse(JsonValue.Nil.NULL) instanceof Text(String name)) {
          calls.add(new ExpectedCall(name, call.find(expected.arguments()).orElse(Fields.EMPTY)));
        }
      }
    }
    return calls;
  }

  /// A tool call as the message holds it.
  private record ToolCall(String tool, String arguments) {}

  /// One message of the chat.
  private record Message(int index, String role, Optional<String> text, List<ToolCall> calls) {
    boolean isFrom(String wanted) {
      return role.equals(wanted);
    }
  }

  private List<Message> messages(Fields run) {
    String name = profile.run().messages();
    if (!(find(run, name).orElse(JsonValue.Nil.NULL) instanceof Items items)) {
      throw new InvalidFieldException(name, "must be a list of messages");
    }
    List<Message> messages = new ArrayList<>();
    for (JsonValue item : items.values()) {
      String path = name + "[" + messages.size() + "]";
      if (!(item instanceof Fields message)
          || !(message.find("role").orElse(JsonValue.Nil.NULL) instanceof Text(String role))) {
        throw new InvalidFieldException(path + ".role", "must be a string");
      }
      messages.add(
          new Message(
              messages.size(),
              role,
              text(path + ".content", message.find("content").orElse(JsonValue.Nil.NULL)),
              calls(path + ".tool_calls", message)));
    }
    return messages;
  }

  private static Optional<String> text(String path, JsonValue content) {
    return switch (content) {
      case Text(String text) -> text.isEmpty() ? Optional.empty() : Optional.of(text);
      case JsonValue.Nil _ -> Optional.empty();
      case Items(List<JsonValue> parts) -> {
        StringJoiner joined = new StringJoiner("\n");
        for (JsonValue part : parts) {
          if (part instanceof Fields fields
              && fields.find("text").orElse(JsonValue.Nil.NULL) instanceof Text(String text)) {
            joined.add(text);
          }
        }
        yield joined.length() == 0 ? Optional.empty() : Optional.of(joined.toString());
      }
      case Num _, JsonValue.Bool _, Fields _ ->
          throw new InvalidFieldException(path, "must be a string, null or a list of parts");
    };
  }

  private static List<ToolCall> calls(String path, Fields message) {
    JsonValue value = message.find("tool_calls").orElse(JsonValue.Nil.NULL);
    if (value == JsonValue.Nil.NULL) {
      return List.of();
    }
    if (!(value instanceof Items items)) {
      throw new InvalidFieldException(path, "must be a list");
    }
    List<ToolCall> calls = new ArrayList<>();
    for (JsonValue item : items.values()) {
      String place = path + "[" + calls.size() + "].function";
      if (!(item instanceof Fields call)
          || !(call.find("function").orElse(JsonValue.Nil.NULL) instanceof Fields function)
          || !(function.find("name").orElse(JsonValue.Nil.NULL) instanceof Text(String tool))) {
        throw new InvalidFieldException(place + ".name", "must be a string");
      }
      if (!(function.find("arguments").orElse(JsonValue.Nil.NULL)
          instanceof Text(String arguments))) {
        throw new InvalidFieldException(place + ".arguments", "must be a string that holds JSON");
      }
      calls.add(new ToolCall(tool, arguments));
    }
    return calls;
  }

  private record Clock(Instant start, List<Found> facts) {}

  private Clock clock(List<Message> messages) {
    if (profile.time().isEmpty()) {
      return new Clock(Instant.EPOCH, List.of());
    }
    Profile.Time time = profile.time().get();
    for (Message message : messages) {
      Matcher matcher = time.pattern().matcher(message.text().orElse(""));
      if (message.isFrom(time.from()) && matcher.find()) {
        return clock(time, matcher.group(1));
      }
    }
    throw new InvalidFieldException(
        profile.run().messages(), "holds no " + time.from() + " message that tells the time");
  }

  private static Clock clock(Profile.Time time, String text) {
    try {
      LocalDateTime local = LocalDateTime.parse(text, time.format());
      Instant start = local.toInstant(time.offset());
      Fields value =
          Fields.with("at", new Text(start.toString()))
              .put("date", local.toLocalDate().toString())
              .build();
      return new Clock(
          start, time.fact().map(name -> new Found(name, "", value)).stream().toList());
    } catch (DateTimeException _) {
      throw new InvalidFieldException("time", "'" + text + "' does not have the profile's format");
    }
  }

  /// Walks the messages in order.
  private final class Steps {

    private final List<Message> messages;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> userTurns = new ArrayList<>();
    private Optional<String> assistantText = Optional.empty();

    Steps(List<Message> messages) {
      this.messages = messages;
    }

    List<Step> read() {
      for (Message message : messages) {
        if (message.isFrom("user")) {
          message.text().ifPresent(text -> userTurn(message, text));
        } else if (message.isFrom("assistant")) {
          calls(message);
          assistantText = message.text().or(() -> assistantText);
        }
      }
      return steps;
    }

    private void userTurn(Message message, String text) {
      Profile.Turns turns = profile.turns();
      userTurns.add(cut(text));
      if (userTurns.size() > turns.turnsMax()) {
        userTurns.removeFirst();
      }
      List<Found> facts = new ArrayList<>();
      turns.user().ifPresent(name -> facts.add(new Found(name, "", new Text(cut(text)))));
      turns.userTurns().ifPresent(name -> facts.add(new Found(name, "", Items.ofTexts(userTurns))));
      // What the agent had said when the user answered: invariants ask what was agreed to.
      turns
          .assistant()
          .ifPresent(name ->
              assistantText.ifPresent(said -> facts.add(new Found(name, "", new Text(cut(said))))));
      steps.add(new UserTurn(message.index(), text, facts));
    }

    private String cut(String text) {
      return Texts.cut(text, profile.turns().charsMax());
    }

    private void calls(Message message) {
      for (int call = 0; call < message.calls().size(); call++) {
        ToolCall made = message.calls().get(call);
        Profile.Tool rules = profile.tool(made.tool()).orElse(UNKNOWN_TOOL);
        if (rules.kind() != Profile.Kind.IGNORE) {
          steps.add(
              new Call(
                  message.index(),
                  call,
                  made.tool(),
                  rules,
                  made.arguments(),
                  parse(made.arguments()).flatMap(TranscriptReader::object),
                  message.text(),
                  result(message.index() + 1 + call, message.index())));
        }
      }
    }

    /// Recordings repeat call identifiers, so a call is paired with its answer by place: the
    /// answers follow right after the message, in the order of its calls.
    private Result result(int at, int callMessage) {
      for (int index = callMessage + 1; index <= at; index++) {
        if (index >= messages.size() || !messages.get(index).isFrom("tool")) {
          return new Result.Missing();
        }
      }
      String text = messages.get(at).text().orElse("");
      boolean failed = profile.errorPrefix().filter(text::startsWith).isPresent();
      return failed ? new Result.Failed(text) : new Result.Answered(text, parse(text));
    }
  }

  private static Optional<JsonValue> parse(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (InvalidJsonException _) {
      // Tools may answer in plain words, and models may write what is no JSON.
      return Optional.empty();
    }
  }

  private static Optional<Fields> object(JsonValue value) {
    return value instanceof Fields fields ? Optional.of(fields) : Optional.empty();
  }
}
