-- The tokens move in one transaction with the views, so the same role keeps them.
GRANT USAGE ON SCHEMA processing TO ledger_views;
GRANT SELECT, INSERT, UPDATE, DELETE ON processing.token TO ledger_views;
-- A message is noted down in that transaction too; what became of it stays on view.
GRANT SELECT, INSERT, UPDATE ON processing.delivery TO ledger_views;
-- Filters that readers keep are no views: they are changed and deleted by themselves.
GRANT SELECT, INSERT, UPDATE, DELETE ON processing.saved_query TO ledger_views;
GRANT SELECT ON "${flyway:defaultSchema}"."${flyway:table}" TO ledger_views;
