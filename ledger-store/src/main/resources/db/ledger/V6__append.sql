-- One door for entries. Who writes calls ledger.append and holds no right to any table that it fills, so what the
-- function checks cannot be gone around, and nothing has to be checked again by triggers after the fact: a third
-- of what a commit costs the server.

DROP TRIGGER appended ON ledger.entry;
DROP TRIGGER moved ON ledger.head;
DROP TRIGGER grown ON ledger.log;
DROP FUNCTION ledger.check_entry();
DROP FUNCTION ledger.check_head();
DROP FUNCTION ledger.check_log();

-- Writes one batch behind the position `expected`, all or nothing, and wakes the other nodes if `sender` names this one.
--
-- The head moves by compare-and-set: if it is elsewhere, nothing is written and the answer is false. The row of the
-- head stays locked until the transaction ends. Positions follow from the head and cannot have gaps; indices are
-- given, and must fill what their log grows by.
CREATE FUNCTION ledger.append(
  expected bigint,
  tenants text[], indices bigint[], streams text[], sequences bigint[], entries bytea[], hashes bytea[],
  logs text[], befores bigint[], sizes bigint[], frontiers bytea[], roots bytea[], notes text[],
  claim_tenants text[], scopes text[], keys text[], requests text[], firsts bigint[], counts integer[],
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
    INSERT INTO ledger.claim (tenant, scope, key, request, position, count)
      SELECT * FROM unnest(claim_tenants, scopes, keys, requests, firsts, counts);
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

-- Holds the head until the transaction ends, and says where it is.
CREATE FUNCTION ledger.hold_head() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
'SELECT position FROM ledger.head FOR UPDATE';

-- Whoever owns the tables could still write past the function, and a superuser past everything: these make that an
-- act of intent. Their conditions are evaluated without a call, so an append does not pay for them.
CREATE TRIGGER forward BEFORE UPDATE ON ledger.head FOR EACH ROW
  WHEN (NEW.position <= OLD.position) EXECUTE FUNCTION ledger.refuse();
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER forward;
CREATE TRIGGER grows BEFORE UPDATE ON ledger.log FOR EACH ROW
  WHEN (NEW.tenant <> OLD.tenant OR NEW.size <= OLD.size) EXECUTE FUNCTION ledger.refuse();
ALTER TABLE ledger.log ENABLE ALWAYS TRIGGER grows;
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['entry', 'claim', 'checkpoint', 'node', 'head', 'log'] LOOP
    EXECUTE format(
      'CREATE TRIGGER by_append BEFORE INSERT OR UPDATE ON ledger.%I FOR EACH STATEMENT
         WHEN (current_user <> ''ledger_owner'') EXECUTE FUNCTION ledger.refuse()', guarded);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER by_append', guarded);
  END LOOP;
  ALTER FUNCTION ledger.append OWNER TO ledger_owner;
  ALTER FUNCTION ledger.hold_head OWNER TO ledger_owner;
END
$$;

REVOKE ALL ON FUNCTION ledger.append, ledger.hold_head FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append, ledger.hold_head TO ledger_writer;
REVOKE INSERT ON ledger.log, ledger.entry, ledger.claim, ledger.checkpoint, ledger.node FROM ledger_writer;
REVOKE UPDATE (position) ON ledger.head FROM ledger_writer;
REVOKE UPDATE (size, frontier, root) ON ledger.log FROM ledger_writer;

-- Rows are never updated or deleted: there is nothing to clean up but the freezing of old rows, and statistics of
-- bytes and hashes plan nothing.
ALTER TABLE ledger.entry ALTER COLUMN entry SET STATISTICS 0, ALTER COLUMN leaf_hash SET STATISTICS 0;
ALTER TABLE ledger.entry SET (autovacuum_vacuum_insert_threshold = 1000000, autovacuum_vacuum_insert_scale_factor = 1,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 1);
ALTER TABLE ledger.claim SET (autovacuum_vacuum_insert_threshold = 1000000, autovacuum_vacuum_insert_scale_factor = 1,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 1);
ALTER TABLE ledger.checkpoint SET (autovacuum_vacuum_insert_threshold = 100000, autovacuum_vacuum_insert_scale_factor = 1,
  autovacuum_analyze_threshold = 100000, autovacuum_analyze_scale_factor = 1);
