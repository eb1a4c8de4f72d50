package dev.phaseledger.command.contract;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.contract.OpenDispatch.Deferred;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.contract.OpenDispatch.Released;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.pcollections.HashTreePMap;

/// The kept form of a contract's state: canonical JSON, written by hand like the forms of events.
///
/// Equal states have equal bytes, and `decode(encode(state))` equals `state`. What follows from the
/// terms, such as compiled schemas, is not in it.
public final class ContractSnapshot {

  /// Names the form. It changes whenever the bytes, the state or the folding of any event does:
  /// then what is kept in the old form is ignored and the contract is folded from its events.
  public static final String FORM = "contract-state.v4";

  private ContractSnapshot() {}

  /// The bytes of a state.
  public static byte[] encode(ContractState state) {
    var form =
        Fields.with("contractId", new Text(state.contract().value()))
            .put("terms", Forms.encode(state.terms()))
            .put("status", state.status().name())
            .put("released", state.released())
            // Sums may exceed 2^53, which is as far as numbers of the ledger's own go.
            .put("spentMicros", Long.toString(state.spentMicros()))
            .put("activity", state.activity().encode())
            .put("evidence", items(state.evidence(), Forms::encode))
            .put("facts", items(state.facts().all(), Forms::encode))
            .put("progress", encode(state.progress()))
            .put("children", items(state.delegations().children(), ContractSnapshot::encode));
    state.firstReleasedAt().ifPresent(at -> form.put("firstReleasedAt", at.toString()));
    var open = new ArrayList<JsonValue>();
    var pending = new ArrayList<JsonValue>();
    var deferred = new ArrayList<JsonValue>();
    Fields.Builder authorized = Fields.builder();
    var sorted = new TreeMap<String, OpenDispatch>();
    state.open().forEach((id, dispatch) -> sorted.put(id.value(), dispatch));
    sorted.forEach((id, dispatch) -> {
      switch (dispatch) {
        case Released(OptionalLong costMicros, DispatchRequest request) -> {
          open.add(Forms.encode(request));
          costMicros.ifPresent(micros -> authorized.put(id, Long.toString(micros)));
        }
        case Pending waiting -> pending.add(OpenForms.encode(waiting));
        case Deferred waiting -> deferred.add(OpenForms.encode(waiting));
      }
    });
    return Json.bytes(
        form.put("open", new Items(open))
            .put("authorized", authorized.build())
            .put("pending", new Items(pending))
            .put("deferred", new Items(deferred))
            .put("pulse", state.pulse().encode())
            .build());
  }

  /// The state whose bytes [#encode] wrote.
  ///
  /// @throws InvalidFieldException naming what is missing or wrong
  /// @throws dev.phaseledger.api.value.InvalidJsonException if the bytes are not JSON
  public static ContractState decode(byte[] bytes) {
    Fields form = object("state", Json.parseRecorded(bytes));
    var open = new HashMap<DispatchId, OpenDispatch>();
    // Earlier releases did not remember what was authorized.
    Fields authorized =
        form.find("authorized").map(all -> object("authorized", all)).orElse(Fields.EMPTY);
    for (JsonValue released : list(form, "open")) {
      DispatchRequest request = Forms.request(object("open", released));
      open.put(
          request.id(),
          new Released(
              authorized
                  .find(request.id().value())
                  .map(micros ->
                      OptionalLong.of(
                          parsed("authorized", text("authorized", micros), Long::parseLong)))
                  .orElse(OptionalLong.empty()),
              request));
    }
    for (JsonValue waiting : list(form, "pending")) {
      Pending pending = OpenForms.pending(object("pending", waiting));
      open.put(pending.id(), pending);
    }
    for (JsonValue waiting : list(form, "deferred")) {
      Deferred deferred = OpenForms.deferred(object("deferred", waiting));
      open.put(deferred.id(), deferred);
    }
    ContractTerms terms = Forms.terms(object(form, "terms"));
    return new ContractState(
        new ContractId(text(form, "contractId")),
        terms,
        Grant.of(terms),
        parsed("status", text(form, "status"), ContractState.Status::valueOf),
        integer(form, "released"),
        parsed("spentMicros", text(form, "spentMicros"), Long::parseLong),
        form.find("firstReleasedAt").map(at -> instant("firstReleasedAt", at)),
        Activity.decode(object(form, "activity")),
        HashTreePMap.from(open),
        list(form, "evidence").stream()
            .map(item -> Forms.evidence(object("evidence", item)))
            .toList(),
        Facts.NONE.with(
            list(form, "facts").stream().map(item -> Forms.fact(object("facts", item))).toList()),
        progress(object(form, "progress")),
        Delegations.of(
            list(form, "children").stream().map(item -> child(object("children", item))).toList()),
        Pulse.decode(object(form, "pulse")));
  }

  private static Fields encode(PhaseProgress progress) {
    var form =
        Fields.with(
            "recorded",
            items(
                progress.recorded(),
                recording ->
                    Fields.with("evidence", Forms.encode(recording.evidence()))
                        .put("recorder", recording.recorder().value())
                        .build()));
    progress.current().ifPresent(phase -> form.put("phase", phase));
    progress.since().ifPresent(at -> form.put("since", at.toString()));
    return form.build();
  }

  private static PhaseProgress progress(Fields form) {
    return new PhaseProgress(
        form.find("phase").map(phase -> text("phase", phase)),
        form.find("since").map(at -> instant("since", at)),
        list(form, "recorded").stream()
            .map(item -> object("recorded", item))
            .map(item ->
                new PhaseProgress.Recording(
                    Forms.evidence(object(item, "evidence")),
                    new PrincipalId(text(item, "recorder"))))
            .toList());
  }

  private static Fields encode(Delegations.Child child) {
    var form =
        Fields.with("contractId", new Text(child.contract().value()))
            .put("agentId", child.agent().value());
    child.actions().ifPresent(actions -> form.put("actions", actions));
    child.costMicros().ifPresent(micros -> form.put("costMicros", micros));
    return form.build();
  }

  private static Delegations.Child child(Fields form) {
    return new Delegations.Child(
        new ContractId(text(form, "contractId")),
        new AgentId(text(form, "agentId")),
        optionalInteger(form, "actions"),
        optionalInteger(form, "costMicros"));
  }

  private static OptionalLong optionalInteger(Fields form, String name) {
    return form.find(name)
        .map(value -> OptionalLong.of(integer(name, value)))
        .orElse(OptionalLong.empty());
  }

  static <T> Items items(Collection<T> values, Function<T, ? extends JsonValue> encode) {
    return new Items(values.stream().<JsonValue>map(encode).toList());
  }

  static JsonValue member(Fields form, String name) {
    return form.find(name).orElseThrow(() -> new InvalidFieldException(name, "is missing"));
  }

  static Fields object(Fields form, String name) {
    return object(name, member(form, name));
  }

  static List<JsonValue> list(Fields form, String name) {
    if (member(form, name) instanceof Items items) {
      return items.values();
    }
    throw new InvalidFieldException(name, "must be an array");
  }

  static boolean flag(Fields form, String name) {
    if (member(form, name) instanceof JsonValue.Bool flag) {
      return flag == JsonValue.Bool.TRUE;
    }
    throw new InvalidFieldException(name, "must be true or false");
  }

  static long integer(Fields form, String name) {
    return integer(name, member(form, name));
  }

  static long integer(String name, JsonValue value) {
    if (value instanceof Num number) {
      try {
        return number.value().longValueExact();
      } catch (ArithmeticException e) {
        throw new InvalidFieldException(name, "must be an integer: " + e.getMessage());
      }
    }
    throw new InvalidFieldException(name, "must be an integer");
  }

  static Fields object(String name, JsonValue value) {
    if (value instanceof Fields fields) {
      return fields;
    }
    throw new InvalidFieldException(name, "must be an object");
  }

  static String text(Fields form, String name) {
    return text(name, member(form, name));
  }

  static String text(String name, JsonValue value) {
    if (value instanceof Text text) {
      return text.value();
    }
    throw new InvalidFieldException(name, "must be a string");
  }

  static Instant instant(String name, JsonValue value) {
    return parsed(name, text(name, value), Instant::parse);
  }

  private static <T> T parsed(String name, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidFieldException(name, "cannot be read: " + e.getMessage());
    }
  }
}
