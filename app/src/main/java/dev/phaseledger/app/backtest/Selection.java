package dev.phaseledger.app.backtest;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.command.backtest.Retrial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which decisions are judged again: those that fulfil all that is given.
///
/// @param run of dispatches with that value of the label `run`
/// @param from decided at this time or later
/// @param to decided before this time
record Selection(
    Optional<DispatchId> dispatch,
    Optional<String> run,
    Optional<Instant> from,
    Optional<Instant> to) {

  static final Selection ALL =
      new Selection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// What is meant, for people; empty if it is everything.
  String words() {
    List<String> words = new ArrayList<>();
    dispatch.ifPresent(id -> words.add("dispatch " + id));
    run.ifPresent(name -> words.add("run " + name));
    from.ifPresent(first -> words.add("from " + first));
    to.ifPresent(end -> words.add("before " + end));
    return String.join(", ", words);
  }

  boolean covers(Retrial retrial) {
    return dispatch.map(retrial.place().dispatch()::equals).orElse(true)
        && run.map(name -> name.equals(retrial.request().labels().get(DispatchRequest.RUN_LABEL)))
            .orElse(true)
        && from.map(first -> !retrial.place().time().isBefore(first)).orElse(true)
        && to.map(end -> retrial.place().time().isBefore(end)).orElse(true);
  }
}
