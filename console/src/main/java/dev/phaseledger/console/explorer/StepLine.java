package dev.phaseledger.console.explorer;

import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.query.TrailView.Step;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.console.page.JudgementBlock;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.Pretty;
import dev.phaseledger.console.page.Words;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An entry of a trail as the page shows it.
///
/// @param judgements the judgement that the entry records, or none
/// @param facts the facts that the entry records
/// @param entry the entry laid out for people
record StepLine(
    long position,
    long index,
    Moment at,
    String actor,
    String type,
    String sentence,
    String tone,
    List<JudgementBlock> judgements,
    List<FactLine> facts,
    String entry) {

  /// A fact on record.
  record FactLine(String name, String key, String value, Moment observedAt) {

    private static FactLine of(Fact fact) {
      return new FactLine(
          fact.name(), fact.key(), Pretty.of(fact.value()), Moment.of(fact.observedAt()));
    }
  }

  /// @param asked the parameters as the agent asked with them
  static StepLine of(Step step, JsonValue.Fields asked) {
    byte[] entry = step.entry().getBytes(StandardCharsets.UTF_8);
    LedgerEvent event = EntryCodec.decode(entry, step.position(), step.index()).event();
    return new StepLine(
        step.position(),
        step.index(),
        Moment.of(step.at()),
        step.actor(),
        step.type(),
        step.sentence(),
        tone(event),
        judgements(event, asked),
        facts(event),
        Pretty.of(step.entry()));
  }

  private static List<JudgementBlock> judgements(LedgerEvent event, JsonValue.Fields asked) {
    if (event instanceof DispatchDecided decided) {
      return List.of(JudgementBlock.of(decided.judgement(), asked));
    }
    if (event instanceof DispatchRejudged rejudged) {
      return List.of(JudgementBlock.of(rejudged.judgement(), asked));
    }
    return List.of();
  }

  private static List<FactLine> facts(LedgerEvent event) {
    return event instanceof EvidenceRecorded evidence
        ? evidence.facts().stream().map(FactLine::of).toList()
        : List.of();
  }

  private static String tone(LedgerEvent event) {
    return switch (event) {
      case ContractEvent contract ->
          switch (contract) {
            case DispatchDecided e -> Words.tone(e.judgement().verdict().name());
            case DispatchRejudged e -> Words.tone(e.judgement().verdict().name());
            case ApprovalRecorded e -> e.granted() ? "good" : "bad";
            case OutcomeRecorded e -> Words.tone(e.outcome().name());
            case PhaseDecided e -> e.granted() ? "good" : "bad";
            case StepJudged e -> e.judgement().permitted() ? "good" : "bad";
            case ContractRevoked _,
                FailureSignalled _,
                DispatchClosed _,
                PathTaken _,
                RollbackRequested _ ->
                "bad";
            case ContractIssued _,
                ContractAmended _,
                ContractDelegated _,
                ContractEnded _,
                ApprovalWithdrawn _,
                ApprovalEscalated _,
                EvidenceRecorded _,
                HeartbeatRecorded _,
                NotificationRequested _ ->
                "plain";
          };
      case AgentEvent _, PolicyEvent _, LogEvent _, SubjectEvent _ -> "plain";
    };
  }
}
