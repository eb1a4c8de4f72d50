package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import java.util.List;

/// The recorded form of evidence and of the facts it shows.
final class EvidenceCodec {

  private EvidenceCodec() {}

  static Fields encode(Evidence evidence) {
    return new Form()
        .text("kind", evidence.kind())
        .text("content", evidence.content().value())
        .text("producer", evidence.producer())
        .instant("at", evidence.at())
        .texts("lineage", evidence.lineage().stream().map(Digest::value).toList())
        .value("claims", evidence.claims())
        .text("format", evidence.format())
        .build();
  }

  static Evidence evidence(Members in) {
    return in.end(
        new Evidence(
            in.text("kind"),
            in.digest("content"),
            in.text("producer"),
            in.instant("at"),
            in.digests("lineage"),
            in.fields("claims"),
            in.optionalText("format")));
  }

  static Items encode(List<Fact> facts) {
    return new Items(facts.stream().<JsonValue>map(EvidenceCodec::encode).toList());
  }

  static Fields encode(Fact fact) {
    return new Form()
        .text("name", fact.name())
        .text("key", fact.key())
        .value("value", fact.value())
        .instant("observedAt", fact.observedAt())
        .build();
  }

  static Fact fact(Members in) {
    return in.end(
        new Fact(in.text("name"), in.text("key"), in.value("value"), in.instant("observedAt")));
  }
}
