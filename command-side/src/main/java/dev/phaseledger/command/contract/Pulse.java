package dev.phaseledger.command.contract;

import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Instant;
import java.util.Optional;

/// When the agent last gave a sign of life under a contract: a heartbeat, a request that was not
/// refused for want of one, or an outcome.
///
/// @param last empty if it has given none
/// @param signalled whether its present silence was signalled as a failure
public record Pulse(Optional<Instant> last, boolean signalled) {

  static final Pulse NONE = new Pulse(Optional.empty(), false);

  /// When the agent has been silent for too long, if the contract limits that. It starts with the
  /// contract's own time.
  public Optional<Instant> overdueAt(StoppingConditions stopping) {
    return stopping
        .heartbeatMax()
        .map(max ->
            last.filter(at -> at.isAfter(stopping.notBefore()))
                .orElse(stopping.notBefore())
                .plus(max));
  }

  static Pulse beat(Instant at) {
    return new Pulse(Optional.of(at), false);
  }

  Pulse missed() {
    return new Pulse(last, true);
  }

  Fields encode() {
    var form = Fields.with("signalled", JsonValue.Bool.of(signalled));
    last.ifPresent(at -> form.put("last", at.toString()));
    return form.build();
  }

  /// What [#encode] wrote.
  static Pulse decode(Fields form) {
    return new Pulse(
        form.find("last").map(at -> ContractSnapshot.instant("last", at)),
        ContractSnapshot.flag(form, "signalled"));
  }
}
