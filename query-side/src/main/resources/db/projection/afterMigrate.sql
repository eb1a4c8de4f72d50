-- Who keeps the views: whatever is folded from the log, and nothing in the log itself. The role cannot log in:
-- grant it to the login that projections and queries use. Runs after every migration, for tables yet to come.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ledger_views') THEN
    CREATE ROLE ledger_views NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this server was migrated at the same time
END
$$;

GRANT USAGE ON SCHEMA projection TO ledger_views;
-- TRUNCATE: a replay folds the views again from nothing.
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA projection TO ledger_views;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "${flyway:defaultSchema}"."${flyway:table}" FROM ledger_views;
GRANT SELECT ON "${flyway:defaultSchema}"."${flyway:table}" TO ledger_views;
