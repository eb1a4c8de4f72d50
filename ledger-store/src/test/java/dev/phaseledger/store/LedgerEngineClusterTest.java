package dev.phaseledger.store;

import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.testsupport.EngineContract;
import dev.phaseledger.testsupport.LedgerNode;
import dev.phaseledger.testsupport.PostgresExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The contract on two nodes with one database.
final class LedgerEngineClusterTest extends EngineContract {

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @TempDir static Path data;

  @Override
  protected LedgerNode open(List<LogListener> listeners) {
    return TestNode.open(POSTGRES, data, listeners);
  }

  @Override
  protected int nodes() {
    return 2;
  }
}
