-- What time will do, found without reading what it does it to; and what a dispatch that waits is waiting for.
-- Everything is folded again: the progress goes back to the start, and the service catches up when it runs.
DO $$
BEGIN
  EXECUTE (
    SELECT 'TRUNCATE ' || string_agg(format('projection.%I', tablename), ', ')
    FROM pg_tables
    WHERE schemaname = 'projection' AND tablename NOT IN ('progress', '${flyway:table}')
  );
END
$$;
UPDATE projection.progress SET position = 0;

CREATE TABLE projection.due (
  tenant      text   NOT NULL,
  contract_id text   NOT NULL,
  dispatch_id text   NOT NULL,
  kind        text   NOT NULL,
  due_at      bigint,
  since       text,
  detail      text   NOT NULL,
  PRIMARY KEY (tenant, contract_id, dispatch_id, kind)
);
CREATE INDEX due_first ON projection.due (due_at, tenant, contract_id, dispatch_id, kind) WHERE due_at IS NOT NULL;
COMMENT ON COLUMN projection.due.dispatch_id IS 'Empty if it is about the contract itself.';
COMMENT ON COLUMN projection.due.due_at IS 'Milliseconds since 1970, rounded up; null while nothing is due.';
COMMENT ON COLUMN projection.due.since IS 'What the time is counted from.';

ALTER TABLE projection.dispatches
  ADD COLUMN after_the_fact boolean NOT NULL,
  ADD COLUMN waiting_since text,
  ADD COLUMN escalated_to text NOT NULL;
COMMENT ON COLUMN projection.dispatches.escalated_to IS 'JSON array of roles.';
CREATE INDEX dispatches_deferred ON projection.dispatches (tenant, decided_position) WHERE state = 'DEFERRED';

ALTER TABLE projection.approvals
  ADD COLUMN shown text NOT NULL,
  ADD COLUMN withdrawn boolean NOT NULL;
