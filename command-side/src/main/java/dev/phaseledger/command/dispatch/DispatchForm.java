package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.http.Given;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request to act, as agents write it.
record DispatchForm(
    @Nullable String dispatchId,
    @Nullable String contractId,
    @Nullable String action,
    @Nullable List<@Nullable String> resources,
    @Nullable JsonValue parameters,
    @Nullable String justification,
    @Nullable Map<String, @Nullable String> labels,
    @Nullable List<@Nullable String> dataClasses,
    @Nullable Long costMicros,
    @Nullable Boolean irreversible,
    @Nullable String phase,
    @Nullable Instant recordedAt,
    @Nullable Map<String, @Nullable String> personal) {

  ContractId contract() {
    return new ContractId(Given.required("contractId", contractId));
  }

  DispatchRequest request(IdSource ids) {
    return new DispatchRequest(
        id(ids),
        Given.required("action", action),
        Given.list("resources", resources),
        Given.fields("parameters", parameters),
        Given.required("justification", justification),
        Given.map("labels", labels),
        Given.set("dataClasses", dataClasses),
        costMicros == null ? 0 : costMicros,
        Boolean.TRUE.equals(irreversible),
        Given.optional(phase),
        Given.optional(recordedAt),
        places(Given.map("personal", personal)));
  }

  /// Whether the caller chose the dispatch's identifier.
  boolean named() {
    return dispatchId != null;
  }

  private DispatchId id(IdSource ids) {
    if (dispatchId == null) {
      return new DispatchId(RequestDispatch.MADE_ID_PREFIX + ids.next());
    }
    if (dispatchId.startsWith(RequestDispatch.MADE_ID_PREFIX)) {
      throw new InvalidFieldException(
          "dispatchId",
          "must not begin with '%s': such identifiers are made by the ledger; leave it out to get one"
              .formatted(RequestDispatch.MADE_ID_PREFIX));
    }
    return new DispatchId(dispatchId);
  }

  /// Without what it holds: some of it may be personal, and forms end up in debug logs.
  @Override
  public String toString() {
    return "DispatchForm[" + dispatchId + "]";
  }

  private static Map<JsonPointer, SubjectId> places(Map<String, String> declared) {
    var places = new TreeMap<JsonPointer, SubjectId>();
    declared.forEach((pointer, subject) -> {
      String field = "personal." + pointer;
      try {
        places.put(JsonPointer.parse(pointer), new SubjectId(subject));
      } catch (InvalidFieldException e) {
        throw new InvalidFieldException(field, e.reason());
      } catch (IllegalArgumentException e) {
        throw new InvalidFieldException(field, String.valueOf(e.getMessage()));
      }
    });
    return places;
  }
}
