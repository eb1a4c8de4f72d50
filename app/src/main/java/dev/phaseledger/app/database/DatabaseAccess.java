package dev.phaseledger.app.database;

import org.postgresql.ds.PGSimpleDataSource;

/// How to log in to a PostgreSQL database.
///
/// @param user empty if the URL says who logs in
public record DatabaseAccess(String jdbcUrl, String user, String password) {

  /// The same database for another login.
  public DatabaseAccess as(String otherUser, String otherPassword) {
    return new DatabaseAccess(jdbcUrl, otherUser, otherPassword);
  }

  /// Opens a connection of its own each time.
  public PGSimpleDataSource connections() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl);
    if (!user.isEmpty()) {
      source.setUser(user);
      source.setPassword(password);
    }
    source.setApplicationName("phase-ledger");
    return source;
  }

  /// Where the database is; the options of the URL may hold a password.
  public String place() {
    int options = jdbcUrl.indexOf('?');
    return options < 0 ? jdbcUrl : jdbcUrl.substring(0, options);
  }

  /// Without the password, since records end up in logs.
  @Override
  public String toString() {
    return "DatabaseAccess[" + place() + ", user=" + user + "]";
  }
}
