package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.api.value.JsonValue.Fields;

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
      case TenantHalted _ -> EventCodec.TENANT_HALTED;
      case TenantResumed _ -> EventCodec.TENANT_RESUMED;
    };
  }

  static Fields encode(PolicyEvent event) {
    return switch (event) {
      case InvariantMapPublished e -> document(e.name(), e.version(), e.digest(), e.source());
      case LadderPublished e -> document(e.name(), e.version(), e.digest(), e.source());
      case PathsPublished e -> document(e.name(), e.version(), e.digest(), e.source());
      case TemplatePublished e -> document(e.name(), e.version(), e.digest(), e.source());
      case PublicationJudged e ->
          new Form().value("judgement", JudgementCodec.encode(e.judgement())).build();
      case TenantHalted e -> new Form().text("reason", e.reason()).build();
      case TenantResumed e -> new Form().text("reason", e.reason()).build();
    };
  }

  static PolicyEvent published(Members in) {
    return document(in, InvariantMapPublished::new);
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
