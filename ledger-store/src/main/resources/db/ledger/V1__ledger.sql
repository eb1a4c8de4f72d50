-- The ledger: entries, what proves them, and what fences appends. Append-only by grants and by triggers.
--
-- Roles are shared by all databases of a server, so they may exist already. They cannot log in: grant them to
-- the logins that a service uses. Whoever runs this migration owns the database, and either has CREATEROLE or
-- is a member of all three.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['ledger_owner', 'ledger_writer', 'ledger_reader'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      END IF;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of this server was migrated at the same time
    END;
    IF NOT (pg_has_role(current_user, wanted, 'SET') AND pg_has_role(current_user, wanted, 'USAGE')) THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
    END IF;
  END LOOP;
END
$$;

CREATE SCHEMA IF NOT EXISTS ledger;

-- Which layout of tables and entries this is; the engine refuses any other.
CREATE TABLE ledger.format (
  single  boolean PRIMARY KEY DEFAULT true CHECK (single),
  version integer NOT NULL
);
INSERT INTO ledger.format (version) VALUES (1);

-- One row: the last position. Appending moves it by compare-and-set, which is the fence between nodes.
CREATE TABLE ledger.head (
  single   boolean PRIMARY KEY DEFAULT true CHECK (single),
  position bigint  NOT NULL CHECK (position >= 0)
) WITH (fillfactor = 10);
INSERT INTO ledger.head (position) VALUES (0);

-- One row for each tenant's log: its hash tree as far as appending needs it.
CREATE TABLE ledger.log (
  tenant   text COLLATE "C" PRIMARY KEY,
  size     bigint NOT NULL CHECK (size > 0),
  frontier bytea  NOT NULL,
  root     bytea  NOT NULL CHECK (octet_length(root) = 32)
) WITH (fillfactor = 50);

-- The bytes are the truth; stream and sequence repeat what is inside them, for the indexes.
CREATE TABLE ledger.entry (
  position  bigint PRIMARY KEY CHECK (position > 0),
  tenant    text COLLATE "C" NOT NULL,
  index     bigint NOT NULL CHECK (index >= 0),
  stream    text COLLATE "C" NOT NULL,
  sequence  bigint NOT NULL CHECK (sequence >= 0),
  entry     bytea NOT NULL CHECK (octet_length(entry) BETWEEN 1 AND 65535),
  leaf_hash bytea NOT NULL CHECK (leaf_hash = sha256('\x00'::bytea || entry)),
  UNIQUE (tenant, index),
  UNIQUE (tenant, stream, sequence)
);
-- Compressing costs more time than an append has; entries up to 8 KB stay beside their row.
ALTER TABLE ledger.entry ALTER COLUMN entry SET STORAGE EXTERNAL;
ALTER TABLE ledger.entry SET (toast_tuple_target = 8160);

-- What a node folds in memory when it starts. Contracts are left out, so most inserts do not pay for it.
CREATE INDEX entry_authority ON ledger.entry (position) WHERE stream NOT LIKE 'contract/%';

-- Keys that at most one append ever asserts.
CREATE TABLE ledger.claim (
  tenant   text COLLATE "C" NOT NULL,
  scope    text COLLATE "C" NOT NULL,
  key      text COLLATE "C" NOT NULL,
  request  text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  count    integer NOT NULL CHECK (count > 0),
  PRIMARY KEY (tenant, scope, key)
);

-- Signed tree heads, as C2SP notes: one for each log that a commit appended to.
CREATE TABLE ledger.checkpoint (
  tenant text COLLATE "C" NOT NULL,
  size   bigint NOT NULL,
  note   text NOT NULL,
  PRIMARY KEY (tenant, size)
);

-- Roots of complete subtrees over 256, 65536, ... entries (tile levels 1, 2, ...); level 0 is entry.leaf_hash.
CREATE TABLE ledger.node (
  tenant text COLLATE "C" NOT NULL,
  level  smallint NOT NULL CHECK (level > 0),
  index  bigint NOT NULL CHECK (index >= 0),
  hash   bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (tenant, level, index)
);

-- Payloads too large for an entry, by digest.
CREATE TABLE ledger.artifact (
  tenant text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  bytes  bytea NOT NULL CHECK (digest = 'sha256:' || encode(sha256(bytes), 'hex')),
  PRIMARY KEY (tenant, digest)
);

-- A cache of aggregate states: nothing here is part of the record, and all of it may be deleted.
CREATE TABLE ledger.snapshot (
  tenant   text COLLATE "C" NOT NULL,
  stream   text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  form     text NOT NULL,
  state    bytea NOT NULL,
  PRIMARY KEY (tenant, stream)
);

CREATE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger.% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '42501';
END
$$;

-- Moving the head is the only way to append: what lies between the old and the new head must be complete, for
-- the store and for each log. It reads the new rows once through the primary key.
CREATE FUNCTION ledger.check_head() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  appended bigint;
  broken   text;
BEGIN
  SELECT coalesce(sum(count), 0), min(tenant) FILTER (
           WHERE count <> last - first + 1
              OR log_size IS DISTINCT FROM last + 1
              OR NOT joined)
    INTO appended, broken
    FROM (
      SELECT grown.tenant, grown.count, grown.first, grown.last, log.size AS log_size,
             grown.first = 0 OR EXISTS (
               SELECT FROM ledger.entry AS before
                WHERE before.tenant = grown.tenant AND before.index = grown.first - 1) AS joined
        FROM (
          SELECT tenant, count(*) AS count, min(index) AS first, max(index) AS last
            FROM ledger.entry
           WHERE position > OLD.position AND position <= NEW.position
           GROUP BY tenant) AS grown
        LEFT JOIN ledger.log AS log ON log.tenant = grown.tenant) AS checked;
  IF NEW.position <= OLD.position OR appended <> NEW.position - OLD.position THEN
    RAISE EXCEPTION 'ledger.head moves from % to % over % entries', OLD.position, NEW.position, appended
      USING ERRCODE = '23514';
  END IF;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'the log of % would have a gap', broken USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION ledger.check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT max(position) FROM ledger.entry) > (SELECT position FROM ledger.head) THEN
    RAISE EXCEPTION 'entries beyond ledger.head' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION ledger.check_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.tenant <> OLD.tenant OR NEW.size <= OLD.size) THEN
    RAISE EXCEPTION 'the log of % only grows', OLD.tenant USING ERRCODE = '23514';
  END IF;
  IF (SELECT max(index) FROM ledger.entry WHERE tenant = NEW.tenant) IS DISTINCT FROM NEW.size - 1 THEN
    RAISE EXCEPTION 'the log of % has not % entries', NEW.tenant, NEW.size USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER appended AFTER INSERT ON ledger.entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.check_entry();
CREATE TRIGGER moved AFTER UPDATE ON ledger.head FOR EACH ROW EXECUTE FUNCTION ledger.check_head();
CREATE TRIGGER grown AFTER INSERT OR UPDATE ON ledger.log FOR EACH ROW EXECUTE FUNCTION ledger.check_log();
ALTER TABLE ledger.entry ENABLE ALWAYS TRIGGER appended;
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER moved;
ALTER TABLE ledger.log ENABLE ALWAYS TRIGGER grown;

-- ENABLE ALWAYS: replication roles do not get past them either.
DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['entry', 'claim', 'checkpoint', 'node', 'artifact'] LOOP
    EXECUTE format('CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON ledger.%I FOR EACH ROW EXECUTE FUNCTION ledger.refuse()', kept);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER kept', kept);
  END LOOP;
  FOREACH kept IN ARRAY ARRAY['head', 'log'] LOOP
    EXECUTE format('CREATE TRIGGER kept BEFORE DELETE ON ledger.%I FOR EACH ROW EXECUTE FUNCTION ledger.refuse()', kept);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER kept', kept);
  END LOOP;
  FOREACH kept IN ARRAY ARRAY['entry', 'claim', 'checkpoint', 'node', 'artifact', 'head', 'log'] LOOP
    EXECUTE format('CREATE TRIGGER kept_whole BEFORE TRUNCATE ON ledger.%I FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse()', kept);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER kept_whole', kept);
  END LOOP;
END
$$;

-- Entries in readable form, for people with SQL. Proofs are over the bytes, never over this.
CREATE VIEW ledger.entry_text AS
  SELECT position, tenant, index, stream, sequence,
         body ->> 'type' AS type,
         (body ->> 'time')::timestamptz AS time,
         body ->> 'actor' AS actor,
         body -> 'data' AS data
    FROM (SELECT *, convert_from(entry, 'UTF8')::jsonb AS body FROM ledger.entry) AS parsed;

DO $$
DECLARE
  owned regclass;
  routine regprocedure;
BEGIN
  -- Only who may create schemas can be given one.
  EXECUTE format('GRANT CREATE ON DATABASE %I TO ledger_owner', current_database());
  ALTER SCHEMA ledger OWNER TO ledger_owner;
  EXECUTE format('REVOKE CREATE ON DATABASE %I FROM ledger_owner', current_database());
  FOR owned IN SELECT oid FROM pg_class
               WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'v')
                 AND relname <> 'flyway_schema_history' LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO ledger_owner', owned);
  END LOOP;
  FOR routine IN SELECT oid FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO ledger_owner', routine);
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA ledger TO ledger_writer, ledger_reader;
GRANT SELECT ON ledger.format, ledger.head, ledger.log, ledger.entry, ledger.claim, ledger.checkpoint, ledger.node,
  ledger.artifact, ledger.snapshot, ledger.entry_text TO ledger_writer, ledger_reader;
GRANT INSERT ON ledger.log, ledger.entry, ledger.claim, ledger.checkpoint, ledger.node, ledger.artifact TO ledger_writer;
GRANT UPDATE (position) ON ledger.head TO ledger_writer;
GRANT UPDATE (size, frontier, root) ON ledger.log TO ledger_writer;
GRANT INSERT, UPDATE, DELETE ON ledger.snapshot TO ledger_writer;
