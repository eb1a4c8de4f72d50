package dev.phaseledger.api.event;

/// Something that happened. Events are never changed; the recorded form is fixed by [EventCodec].
public sealed interface LedgerEvent
    permits AgentEvent, ContractEvent, LogEvent, PolicyEvent, SubjectEvent {}
