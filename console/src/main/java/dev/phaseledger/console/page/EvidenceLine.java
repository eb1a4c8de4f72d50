package dev.phaseledger.console.page;

import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.query.TrailView.Step;
import dev.phaseledger.api.value.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A piece of evidence on record.
///
/// @param read how the ledger came by its claims
/// @param claims laid out for people; empty if there are none
public record EvidenceLine(
    String kind,
    String producer,
    Moment at,
    String age,
    String content,
    String read,
    String claims,
    List<List<DiffLine>> diffs,
    List<FactLine> facts) {

  /// A fact that came with it.
  public record FactLine(String name, String key, String value, Moment observedAt, String age) {

    private static FactLine of(Fact fact, Instant now) {
      return new FactLine(
          fact.name(),
          fact.key(),
          Pretty.of(fact.value()),
          Moment.of(fact.observedAt()),
          Age.between(fact.observedAt(), now));
    }
  }

  /// The evidence among the entries of a trail, in their order.
  public static List<EvidenceLine> of(List<Step> steps, Instant now) {
    return steps.stream()
        .filter(step -> step.type().startsWith("evidence.recorded."))
        .flatMap(step -> {
          byte[] entry = step.entry().getBytes(StandardCharsets.UTF_8);
          return EntryCodec.decode(entry, step.position(), step.index()).event()
                  instanceof EvidenceRecorded recorded
              ? Stream.of(of(recorded, now))
              : Stream.empty();
        })
        .toList();
  }

  private static EvidenceLine of(EvidenceRecorded recorded, Instant now) {
    Evidence evidence = recorded.evidence();
    JsonValue.Fields claims = evidence.claims();
    return new EvidenceLine(
        evidence.kind(),
        evidence.producer(),
        Moment.of(evidence.at()),
        Age.between(evidence.at(), now),
        evidence.content().value(),
        evidence
            .format()
            .map(format -> "read by the ledger itself, as " + format)
            .orElse("stated by whoever recorded it"),
        claims.members().isEmpty() ? "" : Pretty.of(claims),
        ParameterLine.diffs(claims).stream().map(DiffLine::of).toList(),
        recorded.facts().stream().map(fact -> FactLine.of(fact, now)).toList());
  }
}
