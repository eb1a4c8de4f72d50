package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.testsupport.PostgresExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A service does not start with a login that could do more than append and read.
final class SessionRightsTest {

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @Test
  void whatTheServiceNeedsIsNoExcess() {
    assertThatCode(() -> require(POSTGRES.connections())).doesNotThrowAnyException();
    assertThatCode(() -> require(POSTGRES.pool())).doesNotThrowAnyException();
    assertThatCode(() -> require(POSTGRES.views())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ALTER ROLE ledger_service SUPERUSER | ledger_service is a superuser | ALTER ROLE ledger_service NOSUPERUSER",
        "ALTER ROLE ledger_service CREATEROLE | may create roles | ALTER ROLE ledger_service NOCREATEROLE",
        "ALTER ROLE ledger_service CREATEDB | may create databases | ALTER ROLE ledger_service NOCREATEDB",
        "ALTER ROLE ledger_service REPLICATION | may replicate | ALTER ROLE ledger_service NOREPLICATION",
        "ALTER ROLE ledger_writer BYPASSRLS | ledger_writer bypasses row security | ALTER ROLE ledger_writer NOBYPASSRLS",
        "GRANT ledger_owner TO ledger_service | ledger_service is a member of ledger_owner, which owns ROUTINE | REVOKE ledger_owner FROM ledger_service",
        "GRANT ledger_owner TO ledger_writer WITH INHERIT FALSE, SET FALSE | ledger_service is a member of ledger_owner | REVOKE ledger_owner FROM ledger_writer",
        "GRANT pg_write_all_data TO ledger_service | ledger_service is a member of pg_write_all_data | REVOKE pg_write_all_data FROM ledger_service",
        "GRANT pg_execute_server_program TO ledger_writer | pg_execute_server_program | REVOKE pg_execute_server_program FROM ledger_writer",
        "GRANT pg_maintain TO ledger_service | pg_maintain | REVOKE pg_maintain FROM ledger_service",
        "GRANT pg_signal_backend TO ledger_service | pg_signal_backend | REVOKE pg_signal_backend FROM ledger_service",
        "ALTER TABLE ledger.entry OWNER TO ledger_service | ledger_service owns TABLE ledger.entry | ALTER TABLE ledger.entry OWNER TO ledger_owner",
        "ALTER FUNCTION ledger.refuse() OWNER TO ledger_writer | ledger_writer owns ROUTINE ledger.refuse() | ALTER ROUTINE ledger.refuse() OWNER TO ledger_owner",
        "ALTER SCHEMA ledger OWNER TO ledger_service | ledger_service owns SCHEMA ledger | ALTER SCHEMA ledger OWNER TO ledger_owner",
        "GRANT UPDATE, DELETE ON ledger.entry TO ledger_writer | ledger_writer may DELETE, UPDATE on ledger.entry | REVOKE DELETE, UPDATE ON ledger.entry FROM ledger_writer",
        "GRANT TRUNCATE ON ledger.checkpoint TO PUBLIC | PUBLIC may TRUNCATE on ledger.checkpoint | REVOKE TRUNCATE ON ledger.checkpoint FROM PUBLIC",
        "GRANT TRIGGER ON ledger.claim TO ledger_service | ledger_service may TRIGGER on ledger.claim | REVOKE TRIGGER ON ledger.claim FROM ledger_service",
        "GRANT REFERENCES ON ledger.node TO ledger_writer | REFERENCES on ledger.node | REVOKE REFERENCES ON ledger.node FROM ledger_writer",
        "GRANT MAINTAIN ON ledger.artifact TO ledger_writer | MAINTAIN on ledger.artifact | REVOKE MAINTAIN ON ledger.artifact FROM ledger_writer",
        "GRANT INSERT ON ledger.head TO ledger_writer | INSERT on ledger.head | REVOKE INSERT ON ledger.head FROM ledger_writer",
        "GRANT UPDATE (entry) ON ledger.entry TO ledger_writer | ledger_writer may UPDATE (entry) on ledger.entry | REVOKE UPDATE (entry) ON ledger.entry FROM ledger_writer",
        "GRANT UPDATE (tenant) ON ledger.log TO ledger_service | UPDATE (tenant) on ledger.log | REVOKE UPDATE (tenant) ON ledger.log FROM ledger_service",
        "GRANT CREATE ON SCHEMA ledger TO ledger_writer | ledger_writer may create in SCHEMA ledger | REVOKE CREATE ON SCHEMA ledger FROM ledger_writer",
        "GRANT SET ON PARAMETER session_replication_role TO ledger_writer | ledger_writer may set the parameter session_replication_role | REVOKE ALL ON PARAMETER session_replication_role FROM ledger_writer",
        "ALTER TABLE ledger.entry DISABLE TRIGGER kept | trigger kept on ledger.entry is not enabled always | ALTER TABLE ledger.entry ENABLE ALWAYS TRIGGER kept",
        "ALTER TABLE ledger.head ENABLE TRIGGER forward | trigger forward on ledger.head is not enabled always | ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER forward",
        "DROP TRIGGER kept_whole ON ledger.log | trigger kept_whole on ledger.log is missing | CREATE OR REPLACE TRIGGER kept_whole BEFORE TRUNCATE ON ledger.log",
        "DROP TRIGGER grows ON ledger.log | trigger grows on ledger.log is missing | CREATE OR REPLACE TRIGGER grows BEFORE UPDATE ON ledger.log",
        "CREATE OR REPLACE TRIGGER by_append BEFORE INSERT OR UPDATE ON ledger.entry FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION ledger.refuse() | trigger by_append on ledger.entry is missing | CREATE OR REPLACE TRIGGER by_append BEFORE INSERT OR UPDATE ON ledger.entry",
        "GRANT INSERT ON ledger.entry TO ledger_writer | ledger_writer may INSERT on ledger.entry | REVOKE INSERT ON ledger.entry FROM ledger_writer",
        "GRANT UPDATE (position) ON ledger.head TO ledger_writer | ledger_writer may UPDATE | REVOKE UPDATE",
        "GRANT EXECUTE ON FUNCTION ledger.append TO PUBLIC | PUBLIC may execute ledger.append | REVOKE EXECUTE ON ROUTINE ledger.append FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION ledger.hold_head TO ledger_service | ledger_service may execute ledger.hold_head | REVOKE EXECUTE ON ROUTINE ledger.hold_head FROM ledger_service",
        "CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE ON ledger.node FOR EACH ROW WHEN (OLD.level < 0) EXECUTE FUNCTION ledger.refuse() | trigger kept on ledger.node is missing | CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE ON ledger.node",
        "ALTER TABLE ledger.claim DROP CONSTRAINT claim_pkey | ledger.claim lacks its constraint PRIMARY KEY | ALTER TABLE ledger.claim ADD CONSTRAINT claim_pkey PRIMARY KEY (key)",
        "ALTER TABLE ledger.entry DROP CONSTRAINT entry_check | ledger.entry lacks its constraint CHECK | ALTER TABLE ledger.entry ADD CONSTRAINT entry_check CHECK",
      })
  void anExcessIsNamedWithTheSqlThatMendsIt(String change, String means, String remedy)
      throws SQLException {
    POSTGRES.execute(change);
    StoreException refused;
    try {
      refused = catchThrowableOfType(StoreException.class, () -> require(POSTGRES.connections()));
      assertThat(refused).as(change).isNotNull().hasMessageContaining(means);
      assertThat(refused).hasMessageContaining(remedy);
    } finally {
      // What the sentence says, taken at its word; as long as nothing else is wrong it mends all.
      String message =
          String.valueOf(
              catchThrowableOfType(StoreException.class, () -> require(POSTGRES.connections())));
      POSTGRES.execute(message.substring(message.indexOf(" run: ") + 6));
    }
    assertThatCode(() -> require(POSTGRES.connections())).as(remedy).doesNotThrowAnyException();
  }

  @Test
  void everyExcessIsNamedAtOnceAndTheEngineDoesNotOpen(@TempDir Path data) {
    POSTGRES.execute("ALTER ROLE ledger_service CREATEDB CREATEROLE");
    POSTGRES.execute("GRANT DELETE ON ledger.entry TO ledger_writer");
    try {
      StoreException refused =
          catchThrowableOfType(
              StoreException.class,
              () -> LedgerEngine.open(TestNode.config(POSTGRES, data, List.of())));
      assertThat(refused)
          .hasMessageContaining("may create roles")
          .hasMessageContaining("may create databases")
          .hasMessageContaining("may DELETE on ledger.entry");
      assertThat(refused.getMessage()).doesNotContain("\n");
    } finally {
      POSTGRES.execute("ALTER ROLE ledger_service NOCREATEDB NOCREATEROLE");
      POSTGRES.execute("REVOKE DELETE ON ledger.entry FROM ledger_writer");
    }
  }

  private static void require(DataSource as) throws SQLException {
    try (Connection connection = as.getConnection()) {
      SessionRights.require(connection);
    }
  }
}
