package dev.phaseledger.command.backtest;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.append.RecordedEvent;
import java.time.Instant;

/// Where a decision is on record, and about what.
public record Place(
    long position,
    long index,
    Instant time,
    ContractId contract,
    AgentId agent,
    DispatchId dispatch) {

  static Place of(RecordedEvent entry, ContractId contract, AgentId agent, DispatchId dispatch) {
    return new Place(entry.position(), entry.index(), entry.time(), contract, agent, dispatch);
  }
}
