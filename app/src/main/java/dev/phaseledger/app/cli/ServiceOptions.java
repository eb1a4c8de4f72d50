package dev.phaseledger.app.cli;

import dev.phaseledger.app.client.EventStream;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.database.DataDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How commands find the service, and who they are to it.
final class ServiceOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:LEDGER_URL:-http://127.0.0.1:8080}",
      description = "The service. Default: $$LEDGER_URL or http://127.0.0.1:8080")
  URI url = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Who you are. Default: $$LEDGER_TOKEN, else the operator of the data directory")
  @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The service's data directory. Default: $$LEDGER_DATA or data")
  @Nullable Path data;

  LedgerClient client() throws IOException {
    requireUrl();
    return new LedgerClient(url, token());
  }

  /// What is recorded, as it happens.
  EventStream stream() throws IOException {
    requireUrl();
    return new EventStream(url, token());
  }

  /// A client that waits so long for each answer.
  LedgerClient client(Duration answerTimeout) throws IOException {
    requireUrl();
    return new LedgerClient(url, token(), answerTimeout);
  }

  private void requireUrl() {
    String scheme = String.valueOf(url.getScheme());
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw CliException.usage("--url must look like http://127.0.0.1:8080, not '" + url + "'");
    }
  }

  private Optional<String> token() throws IOException {
    Optional<String> given =
        Optional.ofNullable(token).or(() -> Optional.ofNullable(System.getenv("LEDGER_TOKEN")));
    if (given.isPresent()) {
      return given;
    }
    // Without a data directory named, whichever of the usual ones has an operator is meant.
    for (Path root :
        data == null && System.getenv("LEDGER_DATA") == null
            ? java.util.List.of(Homes.data(data), Homes.data(data).resolve("demo"))
            : java.util.List.of(Homes.data(data))) {
      Path file = DataDirectory.operatorToken(root);
      if (Files.isReadable(file)) {
        return Optional.of(Files.readString(file).strip());
      }
    }
    return Optional.empty();
  }
}
