package dev.phaseledger.bench;

import dev.phaseledger.api.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The least a service can do to make something durable on its own: one row, one commit, one
/// connection per caller.
final class PlainInserts implements Variant {

  /// Size of a row's payload, in bytes.
  static final int ROW_BYTES = 500;

  private static final String CREATE =
      """
      CREATE TABLE plain_row (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        payload bytea NOT NULL
      )
      """;

  private static final String INSERT = "INSERT INTO plain_row (payload) VALUES (?)";

  private final ScratchDatabase database;

  PlainInserts(ScratchDatabase database) {
    this.database = database;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
    } catch (SQLException e) {
      throw new StoreException("creating the table of plain rows", e);
    }
  }

  @Override
  public Name name() {
    return Name.JDBC;
  }

  @Override
  public int recordedBytes() {
    return ROW_BYTES;
  }

  @Override
  public Cell open(int callers) {
    var inserters = new Inserters();
    try {
      for (int number = 0; number < callers; number++) {
        inserters.add(database.connect());
      }
      return inserters;
    } catch (SQLException e) {
      inserters.close();
      throw new StoreException("connecting caller " + inserters.size() + " of " + callers, e);
    }
  }

  private static final class Inserters implements Cell {
    private final List<Inserter> all = new ArrayList<>();

    void add(Connection connection) throws SQLException {
      all.add(new Inserter(connection, all.size()));
    }

    int size() {
      return all.size();
    }

    @Override
    public Caller caller(int number) {
      return all.get(number);
    }

    @Override
    public void close() {
      all.forEach(Inserter::close);
    }
  }

  private static final class Inserter implements Caller {
    private final Connection connection;
    private final PreparedStatement insert;
    private final Random random;
    private final byte[] payload = new byte[ROW_BYTES];

    Inserter(Connection connection, int seed) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(false);
      this.insert = connection.prepareStatement(INSERT);
      this.random = new Random(seed);
    }

    @Override
    public void ready() {
      random.nextBytes(payload);
    }

    @Override
    public void operate() {
      try {
        insert.setBytes(1, payload);
        insert.executeUpdate();
        connection.commit();
      } catch (SQLException e) {
        throw new StoreException("inserting a plain row", e);
      }
    }

    void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new StoreException("closing a connection", e);
      }
    }
  }
}
