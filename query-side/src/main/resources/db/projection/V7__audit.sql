-- What auditors search the ledger by: one row per entry, and a row per value of what an entry has several of.
--
-- Writing these runs beside decisions, so there are few indexes, most of them partial, and each ends in the position: a page of
-- a filtered list is then read in its order, wherever it starts.
CREATE TABLE projection.entries (
  tenant       text    COLLATE "C" NOT NULL,
  position     bigint  NOT NULL,
  log_index    bigint  NOT NULL,
  at_nanos     bigint  NOT NULL,
  type         text    COLLATE "C" NOT NULL,
  actor        text    COLLATE "C" NOT NULL,
  on_behalf_of text    COLLATE "C",
  agent_id     text    COLLATE "C",
  contract_id  text    COLLATE "C",
  dispatch_id  text    COLLATE "C",
  action       text    COLLATE "C",
  verdict      text    COLLATE "C",
  phase        text    COLLATE "C",
  policy       text    COLLATE "C",
  run          text    COLLATE "C",
  resources    text[]  COLLATE "C",
  authority    boolean NOT NULL,
  words        tsvector,
  PRIMARY KEY (tenant, position)
) WITH (autovacuum_analyze_scale_factor = 0.02);
COMMENT ON COLUMN projection.entries.type IS 'What was recorded, such as dispatch.decided, whatever the version of its form.';
COMMENT ON COLUMN projection.entries.agent_id IS 'The agent it is about; for what happened under a contract, its holder.';
COMMENT ON COLUMN projection.entries.authority IS 'Whether who may do what can differ from here on.';
COMMENT ON COLUMN projection.entries.words IS 'What people and agents wrote.';
CREATE INDEX entries_of_agent ON projection.entries (tenant, agent_id, position) WHERE agent_id IS NOT NULL;
CREATE INDEX entries_of_contract ON projection.entries (tenant, contract_id, position) WHERE contract_id IS NOT NULL;
CREATE INDEX entries_of_actor ON projection.entries (tenant, actor, position);
CREATE INDEX entries_on_behalf ON projection.entries (tenant, on_behalf_of, position) WHERE on_behalf_of IS NOT NULL;
CREATE INDEX entries_of_action ON projection.entries (tenant, action, position) WHERE action IS NOT NULL;
CREATE INDEX entries_of_phase ON projection.entries (tenant, phase, position) WHERE phase IS NOT NULL;
CREATE INDEX entries_of_run ON projection.entries (tenant, run, position) WHERE run IS NOT NULL;
-- The common ones are found by reading the entries themselves.
CREATE INDEX entries_of_verdict ON projection.entries (tenant, verdict, position)
  WHERE verdict IS NOT NULL AND verdict <> 'AUTHORIZED';
CREATE INDEX entries_of_type ON projection.entries (tenant, type, position)
  WHERE type <> 'dispatch.decided' AND type <> 'outcome.recorded';
CREATE INDEX entries_of_authority ON projection.entries (tenant, agent_id, position) WHERE authority;
CREATE INDEX entries_with_words ON projection.entries USING gin (words) WHERE words IS NOT NULL;

-- Values of which one entry may have several. The kind: i, an invariant or clause that did not hold; e, the digest of evidence;
-- r, a resource.
CREATE TABLE projection.entry_marks (
  tenant   text   COLLATE "C" NOT NULL,
  kind     "char" NOT NULL,
  value    text   COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (tenant, kind, value, position)
);

-- Where to look for a time: clocks of nodes differ, so times do not quite follow positions. A span is 1,024 entries of a log.
CREATE TABLE projection.entry_spans (
  tenant         text   COLLATE "C" NOT NULL,
  span           bigint NOT NULL,
  first_position bigint NOT NULL,
  last_position  bigint NOT NULL,
  first_nanos    bigint NOT NULL,
  last_nanos     bigint NOT NULL,
  PRIMARY KEY (tenant, span)
);

-- Where to look for what was judged by a policy: it is in force for a stretch of the log.
CREATE TABLE projection.entry_policies (
  tenant         text   COLLATE "C" NOT NULL,
  policy         text   COLLATE "C" NOT NULL,
  first_position bigint NOT NULL,
  last_position  bigint NOT NULL,
  PRIMARY KEY (tenant, policy)
);

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
