package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.event.PolicyEvent.DraftDiscarded;
import dev.phaseledger.api.event.PolicyEvent.HoldLifted;
import dev.phaseledger.api.event.PolicyEvent.HoldPlaced;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapDrafted;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.api.event.PolicyEvent.PublishingRuleSet;
import dev.phaseledger.api.event.PolicyEvent.Release;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.util.Set;
import java.util.stream.Collectors;

/// The recorded form of what happened to what a tenant is governed by.
final class PolicyEvents {

  private PolicyEvents() {}

  static String typeOf(PolicyEvent event) {
    return switch (event) {
      case InvariantMapPublished _ -> EventCodec.POLICY_PUBLISHED;
      case LadderPublished _ -> EventCodec.LADDER_PUBLISHED;
      case PathsPublished _ -> EventCodec.PATHS_PUBLISHED;
      case TemplatePublished _ -> EventCodec.TEMPLATE_PUBLISHED;
      case PublicationJudged _ -> EventCodec.PUBLICATION_JUDGED;
      case InvariantMapDrafted _ -> EventCodec.MAP_DRAFTED;
      case DraftDiscarded _ -> EventCodec.DRAFT_DISCARDED;
      case PublishingRuleSet _ -> EventCodec.PUBLISHING_RULE_SET;
      case TenantHalted _ -> EventCodec.TENANT_HALTED;
      case TenantResumed _ -> EventCodec.TENANT_RESUMED;
      case HoldPlaced _ -> EventCodec.HOLD_PLACED;
      case HoldLifted _ -> EventCodec.HOLD_LIFTED;
    };
  }

  static Fields encode(PolicyEvent event) {
    return switch (event) {
      case InvariantMapPublished e -> published(e);
      case LadderPublished e -> document(e.name(), e.version(), e.digest(), e.source());
      case PathsPublished e -> document(e.name(), e.version(), e.digest(), e.source());
      case TemplatePublished e -> document(e.name(), e.version(), e.digest(), e.source());
      case PublicationJudged e ->
          new Form().value("judgement", JudgementCodec.encode(e.judgement())).build();
      case InvariantMapDrafted e ->
          new Form()
              .text("name", e.name())
              .text("source", e.source())
              .text("checked", e.checked().map(Digest::value))
              .set("authors", names(e.authors()))
              .build();
      case DraftDiscarded e -> new Form().text("name", e.name()).build();
      case PublishingRuleSet e ->
          new Form().flag("secondPerson", e.secondPerson()).text("reason", e.reason()).build();
      case TenantHalted e -> new Form().text("reason", e.reason()).build();
      case TenantResumed e -> new Form().text("reason", e.reason()).build();
      case HoldPlaced e -> hold(e.hold(), e.subject(), e.reason());
      case HoldLifted e -> hold(e.hold(), e.subject(), e.reason());
    };
  }

  private static Fields hold(HoldId hold, SubjectId subject, String reason) {
    return new Form()
        .text("hold", hold.value())
        .text("subject", subject.value())
        .text("reason", reason)
        .build();
  }

  static HoldPlaced placed(Members in) {
    return in.end(
        new HoldPlaced(
            in.text("hold", HoldId::new), in.text("subject", SubjectId::new), in.text("reason")));
  }

  static HoldLifted lifted(Members in) {
    return in.end(
        new HoldLifted(
            in.text("hold", HoldId::new), in.text("subject", SubjectId::new), in.text("reason")));
  }

  private static Fields published(InvariantMapPublished e) {
    return new Form()
        .text("name", e.name())
        .integer("version", e.version())
        .text("digest", e.digest().value())
        .text("source", e.source())
        .fields("release", e.release().map(PolicyEvents::release))
        .build();
  }

  private static Fields release(Release release) {
    return new Form()
        .text("environment", release.environment().value())
        .text("libraries", release.libraries())
        .set("authors", names(release.authors()))
        .text("backtest", release.backtest().map(Digest::value))
        .flag("restores", release.restores())
        .text("reason", release.reason())
        .build();
  }

  static PolicyEvent published(Members in) {
    return in.end(
        new InvariantMapPublished(
            in.text("name"),
            in.smallInteger("version"),
            in.digest("digest"),
            in.text("source"),
            in.optionalObject("release").map(PolicyEvents::release)));
  }

  private static Release release(Members in) {
    return in.end(
        new Release(
            in.digest("environment"),
            in.text("libraries"),
            principals(in.set("authors")),
            in.optionalText("backtest").map(Digest::new),
            in.flag("restores"),
            in.optionalText("reason")));
  }

  static InvariantMapDrafted drafted(Members in) {
    return in.end(
        new InvariantMapDrafted(
            in.text("name"),
            in.text("source"),
            in.optionalText("checked").map(Digest::new),
            principals(in.set("authors"))));
  }

  static DraftDiscarded discarded(Members in) {
    return in.end(new DraftDiscarded(in.text("name")));
  }

  static PublishingRuleSet ruleSet(Members in) {
    return in.end(new PublishingRuleSet(in.flag("secondPerson"), in.text("reason")));
  }

  private static Set<String> names(Set<PrincipalId> principals) {
    return principals.stream().map(PrincipalId::value).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<PrincipalId> principals(Set<String> names) {
    return names.stream().map(PrincipalId::new).collect(Collectors.toUnmodifiableSet());
  }

  static PolicyEvent ladder(Members in) {
    return document(in, LadderPublished::new);
  }

  static PolicyEvent paths(Members in) {
    return document(in, PathsPublished::new);
  }

  static PolicyEvent template(Members in) {
    return document(in, TemplatePublished::new);
  }

  static PublicationJudged judged(Members in) {
    return in.end(new PublicationJudged(JudgementCodec.step(in.object("judgement"))));
  }

  static TenantHalted halted(Members in) {
    return in.end(new TenantHalted(in.text("reason")));
  }

  static TenantResumed resumed(Members in) {
    return in.end(new TenantResumed(in.text("reason")));
  }

  private static Fields document(String name, int version, Digest digest, String source) {
    return new Form()
        .text("name", name)
        .integer("version", version)
        .text("digest", digest.value())
        .text("source", source)
        .build();
  }

  private static PolicyEvent document(Members in, Published type) {
    return in.end(
        type.of(
            in.text("name"), in.smallInteger("version"), in.digest("digest"), in.text("source")));
  }

  /// Makes the event of one sort of document.
  @FunctionalInterface
  private interface Published {
    PolicyEvent of(String name, int version, Digest digest, String source);
  }
}
