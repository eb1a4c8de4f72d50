package dev.phaseledger.app.guard;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A push that was let through, kept in the repository from the one hook to the other.
///
/// `KEY.let` was let through and may not have happened; `KEY.done` has happened and its outcome is
/// not on record yet. The next hook reports what an earlier one could not, so a dispatch that was
/// used is never taken for one that was not. Where somebody else says how a push turned out, its
/// dispatch may stay open for long: `used/DISPATCH`, an empty file, then says that its push has
/// happened. It is of no use any more once the outcome is on record.
record Released(String dispatch, String contract, String identity) {

  private static final String DIRECTORY = "phase-ledger";
  private static final String LET = ".let";
  private static final String DONE = ".done";
  private static final String USED = "used";
  private static final int KEY_DIGITS = 32;

  /// Remembers that the update may go through.
  void let(Path gitDirectory, RefUpdate update) throws IOException {
    Path directory = Files.createDirectories(gitDirectory.resolve(DIRECTORY));
    Path draft = Files.createTempFile(directory, "let", ".new");
    Files.write(
        draft,
        Json.bytes(
            Fields.builder()
                .put("dispatchId", dispatch)
                .put("contractId", contract)
                .put("identity", identity)
                .build()));
    Files.move(
        draft,
        directory.resolve(key(update) + LET),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// Notes that the update has gone through.
  ///
  /// @return where that is noted; empty if it was not let through by the other hook
  static Optional<Path> done(Path gitDirectory, RefUpdate update) throws IOException {
    Path let = gitDirectory.resolve(DIRECTORY).resolve(key(update) + LET);
    if (!Files.exists(let)) {
      return Optional.empty();
    }
    Path done = let.resolveSibling(key(update) + DONE);
    Files.move(let, done, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return Optional.of(done);
  }

  /// Remembers that the dispatch's push has happened, whatever the ledger says of its outcome.
  void used(Path gitDirectory) throws IOException {
    Path directory = Files.createDirectories(gitDirectory.resolve(DIRECTORY).resolve(USED));
    try {
      Files.createFile(directory.resolve(dispatch));
    } catch (FileAlreadyExistsException _) {
      // Noted by a hook that was cut off after it.
    }
  }

  /// Whether a push has gone through on that dispatch.
  static boolean isUsed(Path gitDirectory, String dispatch) {
    return Files.exists(gitDirectory.resolve(DIRECTORY).resolve(USED).resolve(dispatch));
  }

  /// What has gone through and is not on record yet.
  static List<Path> unreported(Path gitDirectory) throws IOException {
    Path directory = gitDirectory.resolve(DIRECTORY);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().endsWith(DONE)).sorted().toList();
    }
  }

  static Released read(Path file) throws IOException {
    try {
      if (Json.parse(Files.readAllBytes(file)) instanceof Fields fields) {
        return new Released(
            Members.text(fields, "dispatchId"),
            Members.text(fields, "contractId"),
            Members.text(fields, "identity"));
      }
    } catch (InvalidJsonException | InvalidFieldException damaged) {
      throw new IOException(file + " is damaged: " + damaged.getMessage(), damaged);
    }
    throw new IOException(file + " is damaged");
  }

  private static String key(RefUpdate update) {
    return Digest.of(update.oldId() + ' ' + update.newId() + ' ' + update.ref())
        .hex()
        .substring(0, KEY_DIGITS);
  }
}
