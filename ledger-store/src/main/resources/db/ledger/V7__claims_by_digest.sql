-- Claims by the digest of what they name: what is compared, stored and indexed for each append is a third as long.

-- No part of a claim holds a line end, so no two claims have the same text.
CREATE FUNCTION ledger.claim_key(tenant text, scope text, key text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS
$$SELECT sha256(convert_to(tenant || E'\n' || scope || E'\n' || key, 'UTF8'))$$;
ALTER FUNCTION ledger.claim_key OWNER TO ledger_owner;

ALTER TABLE ledger.claim RENAME TO claim_by_text;
ALTER TABLE ledger.claim_by_text RENAME CONSTRAINT claim_pkey TO claim_by_text_pkey;
CREATE TABLE ledger.claim (
  key      bytea PRIMARY KEY CHECK (octet_length(key) = 32),
  request  bytea NOT NULL CHECK (octet_length(request) = 32),
  position bigint NOT NULL,
  count    integer NOT NULL CHECK (count > 0)
);
INSERT INTO ledger.claim (key, request, position, count)
  SELECT ledger.claim_key(tenant, scope, key), decode(substring(request FROM 8), 'hex'), position, count
    FROM ledger.claim_by_text;
DROP TABLE ledger.claim_by_text;

ALTER TABLE ledger.claim OWNER TO ledger_owner;
GRANT SELECT ON ledger.claim TO ledger_writer, ledger_reader;
ALTER TABLE ledger.claim SET (autovacuum_vacuum_insert_threshold = 1000000, autovacuum_vacuum_insert_scale_factor = 1,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 1);
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON ledger.claim FOR EACH ROW EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON ledger.claim FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER by_append BEFORE INSERT OR UPDATE ON ledger.claim FOR EACH STATEMENT
  WHEN (current_user <> 'ledger_owner') EXECUTE FUNCTION ledger.refuse();
ALTER TABLE ledger.claim ENABLE ALWAYS TRIGGER kept;
ALTER TABLE ledger.claim ENABLE ALWAYS TRIGGER kept_whole;
ALTER TABLE ledger.claim ENABLE ALWAYS TRIGGER by_append;

DROP FUNCTION ledger.append;

-- Writes one batch behind the position `expected`, all or nothing, and wakes the other nodes if `sender` names this one.
--
-- The head moves by compare-and-set: if it is elsewhere, nothing is written and the answer is false. The row of the
-- head stays locked until the transaction ends. Positions follow from the head and cannot have gaps; indices are
-- given, and must fill what their log grows by.
CREATE FUNCTION ledger.append(
  expected bigint,
  tenants text[], indices bigint[], streams text[], sequences bigint[], entries bytea[], hashes bytea[],
  logs text[], befores bigint[], sizes bigint[], frontiers bytea[], roots bytea[], notes text[],
  keys bytea[], requests bytea[], firsts bigint[], counts integer[],
  node_tenants text[], levels smallint[], node_indices bigint[], node_hashes bytea[],
  sender text
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  moved integer;
  added integer;
BEGIN
  UPDATE ledger.head SET position = expected + cardinality(entries) WHERE position = expected;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  INSERT INTO ledger.entry (position, tenant, index, stream, sequence, entry, leaf_hash)
    SELECT expected + t.place, t.tenant, t.index, t.stream, t.sequence, t.entry, t.hash
      FROM unnest(tenants, indices, streams, sequences, entries, hashes)
           WITH ORDINALITY AS t(tenant, index, stream, sequence, entry, hash, place);

  UPDATE ledger.log AS log SET size = t.size, frontier = t.frontier, root = t.root
    FROM unnest(logs, befores, sizes, frontiers, roots) AS t(tenant, before, size, frontier, root)
   WHERE log.tenant = t.tenant AND log.size = t.before;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved < cardinality(logs) THEN
    INSERT INTO ledger.log (tenant, size, frontier, root)
      SELECT t.tenant, t.size, t.frontier, t.root
        FROM unnest(logs, befores, sizes, frontiers, roots) AS t(tenant, before, size, frontier, root)
       WHERE t.before = 0;
    GET DIAGNOSTICS added = ROW_COUNT;
    IF moved + added <> cardinality(logs) THEN
      RAISE EXCEPTION 'a log is not where the batch continues it' USING ERRCODE = '23514';
    END IF;
  END IF;
  -- No index comes twice, since the table holds each once. So, if all of them are new and there are as many as the
  -- logs grow by, none is missing.
  IF (SELECT sum(t.size - t.before) FROM unnest(befores, sizes) AS t(before, size)) <> cardinality(entries)
     OR EXISTS (
       SELECT FROM unnest(tenants, indices) AS e(tenant, index)
         LEFT JOIN unnest(logs, befores, sizes) AS t(tenant, before, size) ON t.tenant = e.tenant
        WHERE (e.index >= t.before AND e.index < t.size) IS NOT TRUE) THEN
    RAISE EXCEPTION 'a log would have a gap' USING ERRCODE = '23514';
  END IF;

  INSERT INTO ledger.checkpoint (tenant, size, note)
    SELECT t.tenant, t.size, t.note FROM unnest(logs, sizes, notes) AS t(tenant, size, note);
  IF cardinality(keys) > 0 THEN
    INSERT INTO ledger.claim (key, request, position, count)
      SELECT * FROM unnest(keys, requests, firsts, counts);
  END IF;
  IF cardinality(node_hashes) > 0 THEN
    INSERT INTO ledger.node (tenant, level, index, hash)
      SELECT * FROM unnest(node_tenants, levels, node_indices, node_hashes);
  END IF;
  IF sender <> '' THEN
    PERFORM pg_notify('ledger', sender);
  END IF;
  RETURN true;
END
$$;

ALTER FUNCTION ledger.append OWNER TO ledger_owner;
REVOKE ALL ON FUNCTION ledger.append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append TO ledger_writer;
