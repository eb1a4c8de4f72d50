package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/// One statement on a connection of the read pool.
final class Sql {

  /// Sets the parameters of a statement.
  @FunctionalInterface
  interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  /// Reads all rows.
  @FunctionalInterface
  interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private final DataSource connections;

  Sql(DataSource connections) {
    this.connections = connections;
  }

  /// Runs a query.
  ///
  /// @throws StoreException saying that `what` cannot be read
  <T> T query(String what, String sql, Parameters parameters, Rows<T> rows) {
    try (Connection connection = connections.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      try (ResultSet found = statement.executeQuery()) {
        return rows.read(found);
      }
    } catch (SQLException e) {
      throw new StoreException(what + " cannot be read", e);
    }
  }

  /// Returns when everything that was committed before, by anybody, is durable.
  ///
  /// @throws StoreException if it cannot be made so
  void flush() {
    query("whether what was read is durable", FlushLink.FLUSH, _ -> {}, ResultSet::next);
  }

  /// Runs a statement that writes.
  ///
  /// @return the number of rows
  /// @throws StoreException saying that `what` cannot be written
  int update(String what, String sql, Parameters parameters) {
    try (Connection connection = connections.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new StoreException(what + " cannot be written", e);
    }
  }
}
