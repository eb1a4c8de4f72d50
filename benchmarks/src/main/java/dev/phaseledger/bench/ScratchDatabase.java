package dev.phaseledger.bench;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A database of its own beside those a server holds already, dropped when closed.
///
/// What is measured writes a ledger, and a ledger cannot be cleaned up. So nothing is ever measured
/// in a database that somebody else uses.
public final class ScratchDatabase implements AutoCloseable {

  private static final Pattern URL = Pattern.compile("(jdbc:postgresql://[^/?]+/)([^?]*)(\\?.*)?");

  private final String beside;
  private final String url;
  private final String name;
  private final Properties login;

  private ScratchDatabase(String beside, String url, String name, Properties login) {
    this.beside = beside;
    this.url = url;
    this.name = name;
    this.login = login;
  }

  /// Creates the database.
  ///
  /// @param url of any database of the server that the user may connect to
  /// @param user must hold CREATEDB; empty if the URL says who connects, as is the password
  /// @throws InvalidFieldException naming `database` if the URL is none
  /// @throws StoreException if the server refuses
  public static ScratchDatabase create(String url, String user, String password, IdSource ids) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new InvalidFieldException(
          "database", "must look like jdbc:postgresql://host:5432/database");
    }
    String name = "ledger_bench_" + ids.next().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    var login = new Properties();
    if (!user.isEmpty()) {
      login.setProperty("user", user);
      login.setProperty("password", password);
    }
    String options = parts.group(3) == null ? "" : parts.group(3);
    var created = new ScratchDatabase(url, parts.group(1) + name + options, name, login);
    created.besides("CREATE DATABASE \"" + name + '"');
    return created;
  }

  /// The URL of the new database; user and password are those it was created with.
  public String url() {
    return url;
  }

  /// Its name, which nothing else on the server bears.
  public String name() {
    return name;
  }

  /// What connects with [#url], as properties of the driver.
  Properties login() {
    return login;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, login);
  }

  /// Drops the database, with whoever is still connected to it.
  @Override
  public void close() {
    besides("DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
  }

  private void besides(String statement) {
    try (Connection connection = DriverManager.getConnection(beside, login);
        Statement running = connection.createStatement()) {
      running.execute(statement);
    } catch (SQLException e) {
      throw new StoreException("the database for the benchmark: " + e.getMessage(), e);
    }
  }
}
