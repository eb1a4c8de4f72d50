-- A service sees by this whether its database is migrated; it may not migrate itself.
GRANT SELECT ON "${flyway:defaultSchema}"."${flyway:table}" TO ledger_writer, ledger_reader;
