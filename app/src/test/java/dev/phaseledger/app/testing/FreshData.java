package dev.phaseledger.app.testing;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.database.Directories;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.ServiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Data directories of a service that has recorded nothing yet.
///
/// To make one from nothing takes seconds, for each of dozens of tests. So a service makes one,
/// stops, and every test starts on a copy of it, as a service starts on its data again. All copies
/// have the same keys.
public final class FreshData {

  private static @Nullable Path template;

  private FreshData() {}

  /// Fills a directory, unless it is there and holds something.
  public static synchronized void provide(Path data) throws IOException {
    if (Files.isDirectory(data) && !isEmpty(data)) {
      return;
    }
    if (template == null) {
      template = made();
    }
    copy(template, data);
  }

  private static boolean isEmpty(Path data) throws IOException {
    try (var entries = Files.newDirectoryStream(data)) {
      return !entries.iterator().hasNext();
    }
  }

  private static Path made() throws IOException {
    Path made = Files.createTempDirectory("phase-ledger-fresh");
    LedgerService.start(
            new ServiceSettings(
                "127.0.0.1",
                0,
                made,
                Optional.empty(),
                new TenantId("default"),
                false,
                ServiceSettings.ORIGIN_DEFAULT))
        .close();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made), "delete-fresh-data"));
    return made;
  }

  private static void delete(Path made) {
    try {
      Directories.delete(made);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// With permissions: the service does not read keys that others may read.
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(directory));
            if (!Files.isDirectory(copy)) {
              Files.createDirectories(copy.getParent());
              Files.copy(directory, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
