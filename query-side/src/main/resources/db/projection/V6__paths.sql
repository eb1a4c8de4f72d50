-- Revocation paths: what was published, what they count, what was taken and what followed; and failures as they are recorded.
CREATE TABLE projection.paths (
  tenant       text   NOT NULL,
  position     bigint NOT NULL,
  name         text   NOT NULL,
  version      int    NOT NULL,
  digest       text   NOT NULL,
  source       text   NOT NULL,
  published_by text   NOT NULL,
  published_at text   NOT NULL,
  PRIMARY KEY (tenant, position)
);

-- Failed and vetoed dispatches. Windows compare times, so they are numbers here: nanoseconds since 1970.
CREATE TABLE projection.mishaps (
  tenant      text   NOT NULL,
  position    bigint NOT NULL,
  kind        text   NOT NULL,
  agent_id    text   NOT NULL,
  contract_id text   NOT NULL,
  dispatch_id text   NOT NULL,
  at_nanos    bigint NOT NULL,
  PRIMARY KEY (tenant, position)
);
CREATE INDEX mishaps_of_agent ON projection.mishaps (tenant, kind, agent_id, at_nanos);
CREATE INDEX mishaps_of_contract ON projection.mishaps (tenant, kind, contract_id, at_nanos);

CREATE TABLE projection.paths_taken (
  tenant           text   NOT NULL,
  position         bigint NOT NULL,
  path             text   NOT NULL,
  agent_id         text   NOT NULL,
  contract_id      text   NOT NULL,
  trigger_position bigint NOT NULL,
  PRIMARY KEY (tenant, position)
);
CREATE INDEX paths_taken_of_agent ON projection.paths_taken (tenant, path, agent_id, trigger_position);
CREATE INDEX paths_taken_of_contract ON projection.paths_taken (tenant, path, contract_id, trigger_position);
COMMENT ON COLUMN projection.paths_taken.trigger_position IS 'Of the entry that set the path off; of its own if an operator took it.';

-- Whatever was done because of a path, or of a rule of the ladder.
CREATE TABLE projection.caused (
  tenant           text   NOT NULL,
  position         bigint NOT NULL,
  path             text   NOT NULL,
  signal           text   NOT NULL,
  trigger_position bigint,
  PRIMARY KEY (tenant, position)
);
CREATE INDEX caused_by_signal ON projection.caused (tenant, signal, position) WHERE signal <> '';

CREATE TABLE projection.delegates (
  tenant      text   NOT NULL,
  position    bigint NOT NULL,
  contract_id text   NOT NULL,
  child_id    text   NOT NULL,
  agent_id    text   NOT NULL,
  PRIMARY KEY (tenant, position)
);
CREATE INDEX delegates_of_contract ON projection.delegates (tenant, contract_id);

TRUNCATE projection.signals;
ALTER TABLE projection.signals
  ADD COLUMN signal          text   NOT NULL,
  ADD COLUMN severity        text   NOT NULL,
  ADD COLUMN detector        text   NOT NULL,
  ADD COLUMN evidence        text   NOT NULL,
  ADD COLUMN entries         text   NOT NULL,
  ADD COLUMN detection_ms    bigint NOT NULL,
  ADD COLUMN at_nanos        bigint NOT NULL,
  ADD COLUMN log_index       bigint NOT NULL;
CREATE INDEX signals_by_name ON projection.signals (tenant, signal, position);
CREATE INDEX signals_of_contract ON projection.signals (tenant, contract_id, position);
CREATE INDEX signals_of_kind ON projection.signals (tenant, kind, position);
COMMENT ON COLUMN projection.signals.detection_ms IS 'From when the failure occurred to when it was detected.';
COMMENT ON COLUMN projection.signals.at_nanos IS 'When it was detected, in nanoseconds since 1970.';

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
