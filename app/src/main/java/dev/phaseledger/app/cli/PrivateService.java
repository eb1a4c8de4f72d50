package dev.phaseledger.app.cli;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.Directories;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.ServiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A service on a free port whose data is thrown away with it, also when the process is told to
/// end.
final class PrivateService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PrivateService.class);

  private final LedgerService service;
  private final Path data;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PrivateService(LedgerService service, Path data) {
    this.service = service;
    this.data = data;
  }

  static PrivateService start() throws IOException {
    Path data = Files.createTempDirectory("phase-ledger-");
    try {
      LedgerService service =
          LedgerService.start(
              new ServiceSettings(
                  ServiceSettings.HOST_DEFAULT,
                  0,
                  data,
                  Optional.empty(),
                  new TenantId("private"),
                  false,
                  ServiceSettings.ORIGIN_DEFAULT));
      PrivateService started = new PrivateService(service, data);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop"));
      return started;
    } catch (IOException failure) {
      Directories.delete(data);
      throw failure;
    }
  }

  LedgerClient client() throws IOException {
    String token = Files.readString(DataDirectory.operatorToken(data)).strip();
    return new LedgerClient(service.url(), Optional.of(token));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      service.close();
      try {
        Directories.delete(data);
      } catch (IOException failure) {
        LOG.warn("event=private-data.left directory={}", data, failure);
      }
    }
  }
}
