package dev.phaseledger.app.guard;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.app.guard.PushKind.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// One push as a request to act.
///
/// @param options what the pusher says of it: `reason` and `phase` are passed on
record PushRequest(
    String repository,
    RefUpdate update,
    PushKind kind,
    String action,
    PushedWork work,
    ContractId contract,
    String identity,
    Map<String, String> options) {

  private static final String ID_PREFIX = "push-";
  private static final int ID_DIGITS = 40;

  PushRequest {
    options = Map.copyOf(options);
  }

  /// The dispatch that the same push asks about again. A later number is another attempt, once the
  /// earlier one is over.
  String id(int attempt) {
    String name =
        String.join(
            "\n", repository, update.ref(), update.oldId(), update.newId(), contract.value());
    String digits = Digest.of(name).hex().substring(0, ID_DIGITS);
    return ID_PREFIX + digits + (attempt == 1 ? "" : "-" + attempt);
  }

  /// The body of `POST /v1/dispatches`.
  Fields body(int attempt) {
    List<String> resources = new ArrayList<>();
    resources.add(new Resources(repository).ref(update.ref()));
    resources.addAll(new TreeSet<>(work.touched()));
    Fields.Builder body =
        Fields.builder()
            .put("dispatchId", id(attempt))
            .put("contractId", contract.value())
            .put("action", action)
            .put("resources", Items.ofTexts(resources))
            .put("parameters", parameters())
            .put("justification", justification())
            .put("labels", labels())
            .put("irreversible", kind.irreversible());
    Optional.ofNullable(options.get("phase")).ifPresent(phase -> body.put("phase", phase));
    return body.build();
  }

  private Fields parameters() {
    return Fields.builder()
        .put("commits", work.commits())
        .put("files", work.files())
        .put("oldCommit", update.oldId())
        .put("newCommit", update.newId())
        .put("force", work.history() == History.REWRITTEN)
        .build();
  }

  private Fields labels() {
    return Fields.builder()
        .put("commit", update.tip())
        .put("branch", update.shortName())
        .put("repo", repository)
        .put("pusher", identity)
        .build();
  }

  private String justification() {
    return Optional.ofNullable(options.get("reason"))
        .filter(reason -> !reason.isBlank())
        .orElse(
            "%s pushes %d commits to %s of %s"
                .formatted(identity, work.commits(), update.ref(), repository));
  }
}
