package dev.phaseledger.command.contract;

import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.policy.SessionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The data classes that an agent has come to know by what was released to it, under the contract
/// as a whole and by session. Immutable and bounded.
///
/// @param all those of everything released
/// @param sessions the sessions that something was released in, the latest last, at most
///   [#SESSIONS_MAX]
/// @param forgotten whether a session was dropped to keep that limit. Which one is not known any
///   more, so that an unknown session counts as knowing everything from then on
record Exposure(Set<String> all, List<Session> sessions, boolean forgotten) {

  /// Sessions that are told apart under one contract.
  static final int SESSIONS_MAX = 100;

  /// The label by which a request names its session.
  static final String SESSION = "session";

  static final Exposure NONE = new Exposure(Set.of(), List.of(), false);

  /// What was released in one session.
  record Session(String name, Set<String> dataClasses) {
    Session {
      dataClasses = Set.copyOf(dataClasses);
    }
  }

  Exposure {
    all = Set.copyOf(all);
    sessions = List.copyOf(sessions);
  }

  /// The exposure after a release; a release without data classes exposes nothing.
  Exposure released(DispatchRequest request) {
    Set<String> classes = request.dataClasses();
    Optional<String> name = session(request);
    if (classes.isEmpty() || (all.containsAll(classes) && name.isEmpty())) {
      return this;
    }
    var everything = new TreeSet<>(all);
    everything.addAll(classes);
    if (name.isEmpty()) {
      return new Exposure(everything, sessions, forgotten);
    }
    var known = new TreeSet<>(classes);
    var others = new ArrayList<Session>(sessions.size() + 1);
    for (Session session : sessions) {
      if (session.name().equals(name.get())) {
        known.addAll(session.dataClasses());
      } else {
        others.add(session);
      }
    }
    others.add(new Session(name.get(), known));
    boolean full = others.size() > SESSIONS_MAX;
    return new Exposure(
        everything, full ? others.subList(1, others.size()) : others, forgotten || full);
  }

  /// What an agent knows that makes this request.
  SessionContext context(DispatchRequest request) {
    Optional<String> name = session(request);
    return new SessionContext(all, name, name.map(this::known).orElse(all));
  }

  private Set<String> known(String name) {
    return sessions.stream()
        .filter(session -> session.name().equals(name))
        .findFirst()
        .map(Session::dataClasses)
        .orElse(forgotten ? all : Set.of());
  }

  private static Optional<String> session(DispatchRequest request) {
    return Optional.ofNullable(request.labels().get(SESSION));
  }

  Fields encode() {
    return Fields.with("all", JsonValue.Items.ofTexts(new TreeSet<>(all)))
        .put(
            "sessions",
            ContractSnapshot.items(
                sessions,
                session ->
                    Fields.with("name", new JsonValue.Text(session.name()))
                        .put(
                            "dataClasses",
                            JsonValue.Items.ofTexts(new TreeSet<>(session.dataClasses())))
                        .build()))
        .put("forgotten", JsonValue.Bool.of(forgotten))
        .build();
  }

  /// What [#encode] wrote.
  static Exposure decode(Fields form) {
    return new Exposure(
        texts(form, "all"),
        ContractSnapshot.list(form, "sessions").stream()
            .map(item -> ContractSnapshot.object("sessions", item))
            .map(item ->
                new Session(ContractSnapshot.text(item, "name"), texts(item, "dataClasses")))
            .toList(),
        ContractSnapshot.flag(form, "forgotten"));
  }

  private static Set<String> texts(Fields form, String name) {
    var texts = new TreeSet<String>();
    ContractSnapshot.list(form, name).forEach(text -> texts.add(ContractSnapshot.text(name, text)));
    return texts;
  }
}
