package dev.phaseledger.bench;

import dev.phaseledger.api.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The database server and the machine that a run is measured on.
record Server(Machine machine, CpuTimes cpu) {

  private static final String BACKEND = "SELECT pg_backend_pid()";

  static Server of(ScratchDatabase database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(BACKEND)) {
      row.next();
      long backend = row.getLong(1);
      return new Server(Machine.describe(connection), CpuTimes.of(Path.of("/proc"), backend));
    } catch (SQLException e) {
      throw new StoreException("looking at the server", e);
    }
  }

  /// What a reader has to know before believing the figures.
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    cpu.unavailable().ifPresent(remarks::add);
    if (!machine.durable()) {
      remarks.add("fsync or synchronous_commit is off: nothing that was measured is durable");
    }
    if (machine.dataFileSystem().filter("tmpfs"::equals).isPresent()) {
      remarks.add("the data lies in memory (tmpfs): nothing that was measured is durable");
    }
    return remarks;
  }
}
