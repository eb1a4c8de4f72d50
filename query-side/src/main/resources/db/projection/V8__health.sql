-- What tells how well governance works. Entry marks have one more kind: g, what asked for approval.
ALTER TABLE projection.entries ADD COLUMN oldest_fact_ms bigint;
COMMENT ON COLUMN projection.entries.oldest_fact_ms IS 'Age at the judgement of the oldest fact that it read; null if it read none.';
CREATE INDEX signals_of_dispatch ON projection.signals (tenant, dispatch_id) WHERE dispatch_id IS NOT NULL;

-- Legal holds in force.
CREATE TABLE projection.holds (
  tenant    text   NOT NULL,
  hold      text   COLLATE "C" NOT NULL,
  subject   text   COLLATE "C" NOT NULL,
  reason    text   NOT NULL,
  placed_by text   NOT NULL,
  placed_at text   NOT NULL,
  position  bigint NOT NULL,
  PRIMARY KEY (tenant, hold)
);
CREATE UNIQUE INDEX holds_newest ON projection.holds (tenant, position);

-- Everything is folded again: the progress goes back to the start, and the service catches up when it runs.
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT tablename FROM pg_tables
    WHERE schemaname = 'projection' AND tablename NOT IN ('progress', '${flyway:table}')
  LOOP
    EXECUTE format('TRUNCATE projection.%I', name);
  END LOOP;
END
$$;
UPDATE projection.progress SET position = 0;
