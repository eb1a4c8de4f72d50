package dev.phaseledger.command.contract;

import dev.phaseledger.command.authority.AgentAuthority;
import java.util.Optional;

/// What a delegation is decided on, beside the contract that is to be issued.
///
/// @param contract the contract that part of is passed on
/// @param holder the agent that holds it
/// @param halted why the tenant is halted, if it is
/// @param depth how many delegations lie above it; 0 if it was delegated by nobody
/// @param family contracts of the whole tree it belongs to, ended ones too
public record Parent(
    ContractState contract,
    AgentAuthority holder,
    Optional<String> halted,
    int depth,
    int family) {}
