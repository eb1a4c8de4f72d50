-- How every contract ended, the phase its work is in, and what was delegated under it.
-- Everything is folded again: the progress goes back to the start, and the service catches up when it runs.
TRUNCATE projection.agents, projection.contracts, projection.contract_tallies, projection.dispatches, projection.approvals,
  projection.violations, projection.trail, projection.maps, projection.signals, projection.summaries, projection.vetoes;
UPDATE projection.progress SET position = 0;

ALTER TABLE projection.contracts RENAME COLUMN revocation_reason TO ended_reason;
ALTER TABLE projection.contracts
  ADD COLUMN parent text,
  ADD COLUMN phase text,
  ADD COLUMN phase_since text;
CREATE INDEX contracts_of_parent ON projection.contracts (tenant, parent, issued_position) WHERE parent IS NOT NULL;
CREATE INDEX contracts_of_status ON projection.contracts (tenant, status, issued_position);
COMMENT ON COLUMN projection.contracts.phase IS 'The phase that the work is in; NULL if it is in none.';
COMMENT ON COLUMN projection.contracts.phase_since IS 'When a phase was entered last; NULL if that was when the contract was issued.';
