package dev.phaseledger.app.database;

import dev.phaseledger.store.LedgerSchema;
import dev.phaseledger.store.SessionRights;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/// The logins of a service: makes them where the database is the service's own, and checks them
/// wherever it is.
public final class Logins {

  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,50}");
  private static final int PASSWORD_BYTES = 24;

  private static final String HAS_LEDGER =
      """
      SELECT EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                      WHERE nspname = 'ledger' AND relname = 'artifact')
      """;

  private static final String LACKING =
      """
      SELECT quote_ident(session_user), string_agg(rolname, ', ' ORDER BY rolname)
        FROM pg_roles
       WHERE rolname = ANY (?) AND NOT pg_has_role(session_user, oid, 'USAGE')
      """;

  private Logins() {}

  /// Makes the two logins `prefix_store` and `prefix_views` with the rights of a service, or gives
  /// those that are there new passwords. A password lives as long as the process that asked for it
  /// and is written nowhere; the server is sent its verifier only.
  ///
  /// @param owner of a migrated database; may create roles. Not used after this returns
  public static ServiceAccess provide(DatabaseAccess owner, String prefix) throws IOException {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("'" + prefix + "' cannot start the name of a login");
    }
    try (Connection connection = owner.connections().getConnection();
        Statement statement = connection.createStatement()) {
      DatabaseAccess store = login(connection, statement, owner, prefix + "_store");
      statement.execute("GRANT %s TO %s".formatted(LedgerSchema.WRITER_ROLE, store.user()));
      DatabaseAccess views = login(connection, statement, owner, prefix + "_views");
      statement.execute(
          "GRANT %s, %s TO %s"
              .formatted(LedgerSchema.VIEWS_ROLE, LedgerSchema.READER_ROLE, views.user()));
      return new ServiceAccess(store, views);
    } catch (SQLException failure) {
      throw new IOException(
          "the service's logins cannot be made: " + failure.getMessage(), failure);
    }
  }

  /// Removes what [#provide] made. They own nothing, so nothing else goes with them.
  public static void drop(DatabaseAccess owner, ServiceAccess made) throws IOException {
    try (Connection connection = owner.connections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DROP ROLE IF EXISTS %s, %s".formatted(made.store().user(), made.views().user()));
    } catch (SQLException failure) {
      throw new IOException("the service's logins cannot be removed", failure);
    }
  }

  private static DatabaseAccess login(
      Connection connection, Statement statement, DatabaseAccess owner, String name)
      throws SQLException {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    String password = HexFormat.of().formatHex(bytes);
    statement.execute(
        """
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
            CREATE ROLE %1$s LOGIN;
          END IF;
        END $$
        """
            .formatted(name));
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(name, password.toCharArray(), "scram-sha-256");
    return owner.as(name, password);
  }

  /// Looks whether a service can run on a database: both logins get in, the schemas are complete,
  /// and neither may do more than it needs.
  ///
  /// @throws IOException with a sentence for people if not
  /// @throws dev.phaseledger.api.StoreException if the login may do more than it needs
  public static void requireReady(ServiceAccess access) throws IOException {
    check(access.store());
    check(access.views());
    requireNoMore(access.views());
    requireNoMore(access.store());
    requireMember(access.store(), List.of(LedgerSchema.WRITER_ROLE));
    requireMember(access.views(), List.of(LedgerSchema.VIEWS_ROLE, LedgerSchema.READER_ROLE));
    Migrations.requireComplete(access);
  }

  /// Before anything that is missing: whoever logs in as the owner shall not be told to grant the
  /// owner more. Without a ledger there is nothing to have rights to.
  private static void requireNoMore(DatabaseAccess access) throws IOException {
    try (Connection connection = access.connections().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(HAS_LEDGER)) {
      row.next();
      if (row.getBoolean(1)) {
        SessionRights.require(connection);
      }
    } catch (SQLException failure) {
      throw new IOException("the database cannot be looked at: " + failure.getMessage(), failure);
    }
  }

  /// Roles that no migration has made yet are left to [Migrations] to miss.
  private static void requireMember(DatabaseAccess access, List<String> roles) throws IOException {
    try (Connection connection = access.connections().getConnection();
        PreparedStatement statement = connection.prepareStatement(LACKING)) {
      statement.setArray(1, connection.createArrayOf("text", roles.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getString(2) != null) {
          throw new IOException(
              "the login %1$s at %2$s lacks %3$s; run: GRANT %3$s TO %1$s"
                  .formatted(row.getString(1), access.place(), row.getString(2)));
        }
      }
    } catch (SQLException failure) {
      throw new IOException("the database cannot be looked at: " + failure.getMessage(), failure);
    }
  }

  /// Whether somebody gets in.
  static void check(DatabaseAccess access) throws IOException {
    try {
      access.connections().getConnection().close();
    } catch (SQLException failure) {
      throw new IOException(explain(access, failure), failure);
    }
  }

  private static String explain(DatabaseAccess access, SQLException failure) {
    String state = Optional.ofNullable(failure.getSQLState()).orElse("");
    String who = access.user().isEmpty() ? "the login of the URL" : access.user();
    return switch (state) {
      case "08001", "08006" ->
          "no PostgreSQL answers at %s: %s".formatted(access.place(), failure.getMessage());
      case "28P01" ->
          "the database at %s refuses the password of %s".formatted(access.place(), who);
      case "28000" ->
          "the database at %s does not let %s in: %s"
              .formatted(access.place(), who, failure.getMessage());
      case "3D000" -> "there is no such database at %s; create it first".formatted(access.place());
      default ->
          "the database at %s does not let %s in: %s (%s)"
              .formatted(access.place(), who, failure.getMessage(), state);
    };
  }
}
