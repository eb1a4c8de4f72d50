-- Agents' work on record, proposed promotions, ladders, and whether a tenant is halted.
CREATE TABLE projection.competence (
  tenant                      text   NOT NULL,
  agent_id                    text   COLLATE "C" NOT NULL,
  registered_at               text   NOT NULL,
  level_since                 text   NOT NULL,
  executions                  bigint NOT NULL DEFAULT 0,
  passes                      bigint NOT NULL DEFAULT 0,
  failures                    bigint NOT NULL DEFAULT 0,
  consecutive_passes          bigint NOT NULL DEFAULT 0,
  violations                  bigint NOT NULL DEFAULT 0,
  vetoes                      bigint NOT NULL DEFAULT 0,
  executions_at_level         bigint NOT NULL DEFAULT 0,
  consecutive_passes_at_level bigint NOT NULL DEFAULT 0,
  violations_at_level         bigint NOT NULL DEFAULT 0,
  position                    bigint NOT NULL,
  PRIMARY KEY (tenant, agent_id)
);
-- One entry changes one agent's record at most, so the order of changes is total.
CREATE UNIQUE INDEX competence_by_change ON projection.competence (tenant, position);

-- Dispatches that were judged after the fact: what becomes of them tells nothing about an agent's work here.
CREATE TABLE projection.after_the_fact (
  tenant      text NOT NULL,
  dispatch_id text NOT NULL,
  PRIMARY KEY (tenant, dispatch_id)
);

-- The proposal of each agent that is not decided; it may have expired. What it says is read from the log.
CREATE TABLE projection.promotions (
  tenant         text   NOT NULL,
  agent_id       text   COLLATE "C" NOT NULL,
  proposal       text   NOT NULL,
  granted_by     text   NOT NULL DEFAULT '',
  expires_second bigint NOT NULL,
  log_index      bigint NOT NULL,
  position       bigint NOT NULL,
  PRIMARY KEY (tenant, agent_id)
);
CREATE UNIQUE INDEX promotions_newest ON projection.promotions (tenant, position);
COMMENT ON COLUMN projection.promotions.granted_by IS 'Who has granted it so far, one to a line.';

CREATE TABLE projection.ladders (
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

CREATE TABLE projection.tenants (
  tenant      text   PRIMARY KEY,
  halt_reason text,
  changed_by  text   NOT NULL,
  changed_at  text   NOT NULL,
  position    bigint NOT NULL
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
