package dev.phaseledger.command.point;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.DraftDiscarded;
import dev.phaseledger.api.event.PolicyEvent.HoldLifted;
import dev.phaseledger.api.event.PolicyEvent.HoldPlaced;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapDrafted;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.api.event.PolicyEvent.PublishingRuleSet;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.point.StepJudge.Ruling;
import dev.phaseledger.policy.CountBook;
import dev.phaseledger.policy.StepInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Holds the invariants in force against what is to replace or to join them.
public final class PublicationPoint {

  private PublicationPoint() {}

  /// What a document is published under.
  public record Publishing(Principal by, TenantPolicy policy, CountBook beyond, Instant now) {}

  private record Document(String kind, String name, int version, Digest digest) {}

  /// What was decided, or the refusal in its place.
  ///
  /// @throws InvalidFieldException if a map would refuse its own next version, and with it every
  ///   way back
  public static List<LedgerEvent> held(List<LedgerEvent> decided, Publishing publishing) {
    Optional<Document> document = decided.stream().flatMap(e -> document(e).stream()).findFirst();
    if (document.isEmpty()) {
      return decided;
    }
    decided.forEach(event -> requireWayBack(event, publishing));
    Optional<Ruling> ruling = judge(document.get(), publishing.policy(), publishing);
    if (ruling.isEmpty()) {
      return decided;
    }
    if (!ruling.get().permitted()) {
      return List.of(
          new PublicationJudged(
              StepForms.with(
                  ruling.get().judgement(),
                  "digest",
                  new JsonValue.Text(document.get().digest().value()))));
    }
    var events = new ArrayList<LedgerEvent>();
    events.add(new PublicationJudged(ruling.get().judgement()));
    events.addAll(decided);
    return events;
  }

  /// A map that lets nothing be published could never be replaced.
  private static void requireWayBack(LedgerEvent event, Publishing publishing) {
    if (!(event instanceof InvariantMapPublished map)) {
      return;
    }
    // What other maps say of it can be changed by publishing those.
    TenantPolicy then = TenantPolicy.NONE.evolve(map);
    if (!then.snapshot().asksAt(EnforcementPoint.PUBLISH)) {
      return;
    }
    var next = new Document("map", map.name(), map.version() + 1, map.digest());
    judge(next, then, publishing)
        .filter(ruling -> !ruling.permitted())
        .ifPresent(ruling -> {
          throw new InvalidFieldException(
              "spec.invariants",
              "would refuse the map's own next version, so that nothing could replace it: "
                  + ruling.judgement().explanation());
        });
  }

  private static Optional<Ruling> judge(
      Document document, TenantPolicy policy, Publishing publishing) {
    if (!policy.snapshot().asksAt(EnforcementPoint.PUBLISH)) {
      return Optional.empty();
    }
    Fields.Builder publication =
        Fields.with("kind", new JsonValue.Text(document.kind()))
            .put("name", document.name())
            .put("version", document.version());
    previous(document, policy).ifPresent(version -> publication.put("previousVersion", version));
    return StepJudge.judge(
        new StepInput(
            EnforcementPoint.PUBLISH,
            StepForms.of(publishing.by(), "publication", publication.build()),
            Optional.empty(),
            Optional.empty(),
            false,
            publishing.beyond(),
            publishing.now()),
        Optional.empty(),
        policy.snapshot(),
        new Basis(publishing.now(), 0, 0, 0, policy.digest()),
        "Publishing version %d of %s %s"
            .formatted(document.version(), document.kind(), document.name()));
  }

  private static OptionalInt previous(Document document, TenantPolicy policy) {
    Optional<Integer> previous =
        switch (document.kind()) {
          case "map" ->
              Optional.ofNullable(policy.maps().get(document.name())).map(m -> m.version());
          case "ladder" -> policy.ladder().map(ladder -> ladder.version());
          case "paths" -> policy.paths().current().map(paths -> paths.version());
          default ->
              Optional.ofNullable(policy.templates().get(document.name())).map(t -> t.version());
        };
    return previous.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static Optional<Document> document(LedgerEvent event) {
    if (!(event instanceof PolicyEvent policy)) {
      return Optional.empty();
    }
    return switch (policy) {
      case InvariantMapPublished e ->
          Optional.of(new Document("map", e.name(), e.version(), e.digest()));
      case LadderPublished e ->
          Optional.of(new Document("ladder", e.name(), e.version(), e.digest()));
      case PathsPublished e ->
          Optional.of(new Document("paths", e.name(), e.version(), e.digest()));
      case TemplatePublished e ->
          Optional.of(new Document("template", e.name(), e.version(), e.digest()));
      case InvariantMapDrafted _,
          DraftDiscarded _,
          PublishingRuleSet _,
          PublicationJudged _,
          TenantHalted _,
          TenantResumed _,
          HoldPlaced _,
          HoldLifted _ ->
          Optional.empty();
    };
  }
}
