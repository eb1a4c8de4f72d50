package dev.phaseledger.app.service;

import dev.phaseledger.command.contract.ContractSnapshot;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.store.SnapshotCodec;

/// What the store keeps of contracts, the only streams that can grow long: agents and policies
/// change when people change them.
final class ContractSnapshots implements SnapshotCodec {

  @Override
  public String form() {
    return ContractSnapshot.FORM;
  }

  @Override
  public byte[] encode(Object state) {
    return ContractSnapshot.encode((ContractState) state);
  }

  @Override
  public Object decode(byte[] state) {
    return ContractSnapshot.decode(state);
  }
}
