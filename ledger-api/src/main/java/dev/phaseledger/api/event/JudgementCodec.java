package dev.phaseledger.api.event;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Breach;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.Escalation;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Notes;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The recorded form of a judgement.
///
/// Most invariants hold most of the time. Neighbouring results of one map that hold without a
/// message are therefore one element of `results`; its `holds` has a text for each of them, such as
/// `VETO REPO-SCOPE-01` or, if its enforcement is not ENFORCE, `SIGNAL WARN REPO-RATE-07`. Every
/// other result is an element of its own. The order is kept.
final class JudgementCodec {

  private static final Place HOLDS = Place.DOCUMENT.member("holds");
  private static final Effect[] EFFECTS = Effect.values();
  private static final Enforcement[] ENFORCEMENTS = Enforcement.values();

  private JudgementCodec() {}

  static Fields encode(Judgement judgement) {
    return new Form()
        .text("verdict", judgement.verdict().name())
        .text("explanation", judgement.explanation())
        .value("basis", encode(judgement.basis()))
        .fields("breach", judgement.breach().map(JudgementCodec::encode))
        .value("results", results(judgement.results()))
        .value("factsRead", factsRead(judgement.factsRead()))
        .fields("parameters", judgement.parameters())
        .fields("approval", judgement.approval().map(JudgementCodec::encode))
        .text("until", judgement.until())
        .duration("timeout", judgement.timeout())
        .someOf("counts", judgement.counts(), CountCodec::encode)
        .build();
  }

  static Fields encode(StepJudgement judgement) {
    return new Form()
        .text("point", judgement.point().name())
        .flag("permitted", judgement.permitted())
        .text("explanation", judgement.explanation())
        .value("step", judgement.step())
        .value("basis", encode(judgement.basis()))
        .value("results", results(judgement.results()))
        .value("factsRead", factsRead(judgement.factsRead()))
        .someOf("counts", judgement.counts(), CountCodec::encode)
        .build();
  }

  static StepJudgement step(Members in) {
    return in.end(
        new StepJudgement(
            in.constant("point", EnforcementPoint.values()),
            in.flag("permitted"),
            in.text("explanation"),
            in.fields("step"),
            basis(in.object("basis")),
            results(in),
            in.objects("factsRead").stream().map(JudgementCodec::factRead).toList(),
            in.someOf("counts", CountCodec::decode)));
  }

  static Judgement decode(Members in) {
    return in.end(
        new Judgement(
            in.constant("verdict", Verdict.values()),
            in.text("explanation"),
            basis(in.object("basis")),
            in.optionalObject("breach").map(JudgementCodec::breach),
            results(in),
            in.objects("factsRead").stream().map(JudgementCodec::factRead).toList(),
            in.optionalFields("parameters"),
            in.optionalObject("approval").map(JudgementCodec::approval),
            in.optionalText("until"),
            in.optionalDuration("timeout"),
            in.someOf("counts", CountCodec::decode)));
  }

  private static Fields encode(Basis basis) {
    return new Form()
        .instant("now", basis.now())
        .integer("contractVersion", basis.contractVersion())
        .integer("authorityEpoch", basis.authorityEpoch())
        .integer("authorityLevel", basis.authorityLevel())
        .text("policy", basis.policy().value())
        .build();
  }

  private static Basis basis(Members in) {
    return in.end(
        new Basis(
            in.instant("now"),
            in.smallInteger("contractVersion"),
            in.integer("authorityEpoch"),
            in.smallInteger("authorityLevel"),
            in.digest("policy")));
  }

  private static Fields encode(Breach breach) {
    return new Form()
        .text("clause", breach.clause())
        .text("detail", breach.detail())
        .flag("severe", breach.severe())
        .build();
  }

  private static Breach breach(Members in) {
    return in.end(new Breach(in.text("clause"), in.text("detail"), in.flag("severe")));
  }

  private static Items results(List<InvariantResult> results) {
    var elements = new ArrayList<JsonValue>();
    for (int start = 0; start < results.size(); ) {
      InvariantResult first = results.get(start);
      int end = start + 1;
      if (holdsSilently(first)) {
        while (end < results.size() && sharesElement(first, results.get(end))) {
          end++;
        }
      }
      elements.add(element(results.subList(start, end)));
      start = end;
    }
    return new Items(elements);
  }

  private static boolean holdsSilently(InvariantResult result) {
    return result.outcome() == Outcome.HOLDS
        && result.message().isEmpty()
        && result.notes().equals(Notes.NONE)
        && result.invariant().indexOf(' ') < 0;
  }

  private static boolean sharesElement(InvariantResult first, InvariantResult next) {
    return holdsSilently(next) && next.map().equals(first.map());
  }

  private static Fields element(List<InvariantResult> run) {
    InvariantResult first = run.getFirst();
    if (holdsSilently(first)) {
      var holds = new ArrayList<String>(run.size());
      for (InvariantResult result : run) {
        holds.add(held(result));
      }
      return new Form().texts("holds", holds).text("map", first.map()).build();
    }
    return new Form()
        .text("effect", first.effect().name())
        .text("enforcement", first.enforcement().name())
        .text("invariant", first.invariant())
        .text("map", first.map())
        .text("message", first.message())
        .fields("notes", notes(first.notes()))
        .text("outcome", first.outcome().name())
        .build();
  }

  private static Optional<Fields> notes(Notes notes) {
    if (notes.equals(Notes.NONE)) {
      return Optional.empty();
    }
    return Optional.of(
        new Form()
            .textMap("annotations", notes.annotations())
            .text("exemption", notes.exemption())
            .text("severity", notes.severity().map(Severity::name))
            .build());
  }

  private static Notes notes(Members in) {
    return in.end(
        new Notes(
            in.optionalConstant("severity", Severity.values()),
            in.optionalText("exemption"),
            in.textMap("annotations")));
  }

  private static String held(InvariantResult result) {
    String effect = result.effect().name();
    return result.enforcement() == Enforcement.ENFORCE
        ? effect + " " + result.invariant()
        : effect + " " + result.enforcement().name() + " " + result.invariant();
  }

  private static List<InvariantResult> results(Members judgement) {
    List<InvariantResult> results = new ArrayList<>();
    for (Members in : judgement.objects("results")) {
      String map = in.text("map");
      if (!in.has("holds")) {
        results.add(in.end(result(in, map)));
      } else if (in.has("effect")) {
        heldByEffect(in, map, results);
      } else {
        for (String held : in.end(in.texts("holds"))) {
          results.add(held(map, held));
        }
      }
    }
    return results;
  }

  private static InvariantResult result(Members in, String map) {
    return new InvariantResult(
        map,
        in.text("invariant"),
        in.constant("outcome", Outcome.values()),
        in.constant("effect", Effect.values()),
        in.constant("enforcement", Enforcement.values()),
        in.text("message"),
        in.optionalObject("notes").map(JudgementCodec::notes).orElse(Notes.NONE));
  }

  /// As `dispatch.decided.v1` and `dispatch.rejudged.v1` have it.
  private static void heldByEffect(Members in, String map, List<InvariantResult> results) {
    Effect effect = in.constant("effect", Effect.values());
    Enforcement enforcement = in.constant("enforcement", Enforcement.values());
    for (String id : in.end(in.texts("holds"))) {
      results.add(new InvariantResult(map, id, Outcome.HOLDS, effect, enforcement, ""));
    }
  }

  private static InvariantResult held(String map, String text) {
    int effectEnd = text.indexOf(' ');
    int enforcementEnd = text.lastIndexOf(' ');
    boolean oneWord = effectEnd < 0;
    boolean manyWords =
        effectEnd < enforcementEnd && text.indexOf(' ', effectEnd + 1) < enforcementEnd;
    if (oneWord || manyWords) {
      throw new InvalidFieldException(
          "holds",
          "must be an effect, perhaps an enforcement, and an invariant; is '" + text + "'");
    }
    return new InvariantResult(
        map,
        text.substring(enforcementEnd + 1),
        Outcome.HOLDS,
        Scalars.constant(HOLDS, new Text(text.substring(0, effectEnd)), EFFECTS),
        effectEnd == enforcementEnd
            ? Enforcement.ENFORCE
            : Scalars.constant(
                HOLDS, new Text(text.substring(effectEnd + 1, enforcementEnd)), ENFORCEMENTS),
        "");
  }

  private static Items factsRead(List<FactRead> facts) {
    var read = new ArrayList<JsonValue>(facts.size());
    for (FactRead fact : facts) {
      read.add(
          new Form()
              .text("key", fact.key())
              .text("name", fact.name())
              .instant("observedAt", fact.observedAt())
              .text("value", fact.value().value())
              .build());
    }
    return new Items(read);
  }

  private static FactRead factRead(Members in) {
    return in.end(
        new FactRead(
            in.text("name"), in.text("key"), in.instant("observedAt"), in.digest("value")));
  }

  private static Fields encode(ApprovalRequirement approval) {
    return new Form()
        .set("roles", approval.roles())
        .integer("count", approval.count())
        .fields("escalation", approval.escalation().map(JudgementCodec::encode))
        .build();
  }

  private static ApprovalRequirement approval(Members in) {
    return in.end(
        new ApprovalRequirement(
            in.set("roles"),
            in.smallInteger("count"),
            in.optionalObject("escalation").map(JudgementCodec::escalation)));
  }

  private static Fields encode(Escalation escalation) {
    return new Form()
        .duration("after", Optional.of(escalation.after()))
        .set("roles", escalation.roles())
        .build();
  }

  private static Escalation escalation(Members in) {
    return in.end(new Escalation(in.duration("after"), in.set("roles")));
  }
}
