-- What triggers call is looked up in the system's schema alone: whoever may create functions or operators
-- somewhere else cannot slip theirs under the checks.
ALTER FUNCTION ledger.refuse() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION ledger.check_head() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION ledger.check_entry() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION ledger.check_log() SET search_path = pg_catalog, pg_temp;
