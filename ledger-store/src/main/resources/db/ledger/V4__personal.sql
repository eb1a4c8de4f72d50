-- Personal data: values beside the entries that hold their salted digests, each under a key of its subject.
-- Destroying the key is the only way to erase, and only the commit that records the erasure may do it.

-- A subject that comes back after an erasure gets a key of the next generation. Keys are wrapped under a key that
-- is not in the database.
CREATE TABLE ledger.subject_key (
  tenant     text COLLATE "C" NOT NULL,
  subject    text COLLATE "C" NOT NULL,
  generation bigint NOT NULL CHECK (generation >= 0),
  wrapped    bytea NOT NULL,
  PRIMARY KEY (tenant, subject, generation)
);

CREATE TABLE ledger.personal (
  tenant     text COLLATE "C" NOT NULL,
  digest     text COLLATE "C" NOT NULL,
  subject    text COLLATE "C" NOT NULL,
  generation bigint NOT NULL CHECK (generation >= 0),
  ciphertext bytea NOT NULL,
  PRIMARY KEY (tenant, digest)
);

-- Runs at the end of the statement that deletes, and finds the entry whether it was written before or with it.
CREATE FUNCTION ledger.check_erasure() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM ledger.entry
     WHERE tenant = OLD.tenant AND stream = 'subject/' || OLD.subject AND sequence >= OLD.generation) THEN
    RAISE EXCEPTION 'the erasure of % is not on record', OLD.subject USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER erased AFTER DELETE ON ledger.subject_key FOR EACH ROW EXECUTE FUNCTION ledger.check_erasure();
CREATE TRIGGER kept BEFORE UPDATE ON ledger.subject_key FOR EACH ROW EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON ledger.personal FOR EACH ROW EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON ledger.subject_key FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON ledger.personal FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
ALTER TABLE ledger.subject_key ENABLE ALWAYS TRIGGER erased;
ALTER TABLE ledger.subject_key ENABLE ALWAYS TRIGGER kept;
ALTER TABLE ledger.subject_key ENABLE ALWAYS TRIGGER kept_whole;
ALTER TABLE ledger.personal ENABLE ALWAYS TRIGGER kept;
ALTER TABLE ledger.personal ENABLE ALWAYS TRIGGER kept_whole;

ALTER TABLE ledger.subject_key OWNER TO ledger_owner;
ALTER TABLE ledger.personal OWNER TO ledger_owner;
ALTER FUNCTION ledger.check_erasure() OWNER TO ledger_owner;

-- Not for ledger_reader: it needs neither to read the ledger.
GRANT SELECT, INSERT, DELETE ON ledger.subject_key TO ledger_writer;
GRANT SELECT, INSERT ON ledger.personal TO ledger_writer;
