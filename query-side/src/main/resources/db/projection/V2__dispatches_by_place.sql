-- A dispatch's request and judgement are read from the log, where they are recorded: here is only where to find them.
-- Its decision is no part of its trail either: every dispatch has one, whose place it knows.
-- Everything is folded again: the progress goes back to the start, and the service catches up when it runs.
TRUNCATE projection.agents, projection.contracts, projection.contract_tallies, projection.dispatches, projection.approvals,
  projection.violations, projection.trail, projection.maps, projection.signals, projection.summaries, projection.vetoes;
UPDATE projection.progress SET position = 0;

ALTER TABLE projection.dispatches
  DROP COLUMN request,
  DROP COLUMN request_digest,
  DROP COLUMN judgement,
  DROP COLUMN decided_at,
  ADD COLUMN judged_index bigint NOT NULL;
COMMENT ON COLUMN projection.dispatches.log_index IS 'Place of the decision in the tenant''s log.';
COMMENT ON COLUMN projection.dispatches.judged_index IS 'Place of the newest judgement: of the decision, or of the last one anew.';
COMMENT ON TABLE projection.trail IS 'The entries that concern a dispatch, by place, beside its decision.';
