package dev.phaseledger.app.backtest;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.command.backtest.Candidate;
import dev.phaseledger.command.backtest.Mode;

/// What is to be judged again.
///
/// @param to the last position that is read
public record Order(TenantId tenant, Mode mode, Candidate candidate, long to) {}
