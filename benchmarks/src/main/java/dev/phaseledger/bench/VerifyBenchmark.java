package dev.phaseledger.bench;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.export.ExportVerdict;
import dev.phaseledger.proof.export.ExportVerifier;
import dev.phaseledger.proof.export.ExportWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Measures how fast a whole export is verified, on one thread and from its files, against reading
/// the same file and hashing it with SHA-256 as one.
public final class VerifyBenchmark {

  private static final String ORIGIN = "phase-ledger.local/bench";
  private static final String ENTRIES = "entries.ndjson";
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int WARMUP_ROUNDS = 2;

  private static final List<FigureReport.Column> COLUMNS =
      List.of(
          new FigureReport.Column(
              "entriesPerSecond", "entries/s", "%,.0f", "entries by elapsed time, on one thread"),
          new FigureReport.Column(
              "megabytesPerSecond", "MB/s", "%,.0f", "bytes of the entries by elapsed time"),
          new FigureReport.Column(
              "ratioToSha256", "x sha256", "%.2f", "speed by that of SHA-256 over the same file"),
          new FigureReport.Column(
              "entriesPerCpuSecond",
              "per CPU second",
              "%,.0f",
              "entries by CPU time of the whole JVM: per core"),
          new FigureReport.Column(
              "otherCpuCores",
              "others",
              "%.2f",
              "cores that everything else kept busy meanwhile: should be near 0"));

  private final Path scratch;
  private final Clock clock;
  private final DecisionBenchmark.Progress progress;

  /// Takes a directory that it may fill.
  public VerifyBenchmark(Path scratch, Clock clock, DecisionBenchmark.Progress progress) {
    this.scratch = scratch;
    this.clock = clock;
    this.progress = progress;
  }

  /// How much is measured.
  ///
  /// @param entries of each export
  /// @param bytes size of an entry, one export for each
  /// @param rounds how often each is verified
  public record Options(int entries, List<Integer> bytes, int rounds) {

    /// Entries of an export, at most.
    public static final int ENTRIES_MAX = 10_000_000;

    /// Sizes in one run, at most.
    public static final int SIZES_MAX = 8;

    public Options {
      bytes = List.copyOf(bytes);
      if (entries < 1 || entries > ENTRIES_MAX) {
        throw new InvalidFieldException("entries", "must be from 1 to " + ENTRIES_MAX);
      }
      if (bytes.isEmpty() || bytes.size() > SIZES_MAX) {
        throw new InvalidFieldException("bytes", "must be 1 to " + SIZES_MAX + " numbers");
      }
      for (int size : bytes) {
        if (size < 1 || size > ExportWriter.ENTRY_BYTES_MAX) {
          throw new InvalidFieldException(
              "bytes", "has " + size + "; each must be from 1 to " + ExportWriter.ENTRY_BYTES_MAX);
        }
      }
      if (rounds < 1 || rounds > BenchmarkOptions.ROUNDS_MAX) {
        throw new InvalidFieldException(
            "rounds", "must be from 1 to " + BenchmarkOptions.ROUNDS_MAX);
      }
    }
  }

  private record Round(Stretch verify, Stretch sha256) {}

  /// Makes the exports and measures.
  ///
  /// @throws IllegalStateException if an export does not verify
  public FigureReport run(Options options) throws IOException, InterruptedException {
    NoteSigner signer = NoteSigner.generate(ORIGIN, new SecureRandom());
    TrustedKeys keys = TrustedKeys.of(signer.verifier());
    CpuTimes cpu = CpuTimes.withoutServer(Path.of("/proc"));
    List<FigureReport.Row> rows = new ArrayList<>();
    for (int bytes : options.bytes()) {
      Path export = scratch.resolve("export-" + bytes);
      progress.next("writing entries of " + bytes + " bytes", Duration.ZERO);
      write(export, options.entries(), bytes, signer, keys);
      List<Round> rounds = new ArrayList<>();
      for (int round = 1 - WARMUP_ROUNDS; round <= options.rounds(); round++) {
        progress.next(
            "%d bytes, round %d of %d".formatted(bytes, Math.max(round, 0), options.rounds()),
            Duration.ZERO);
        Round measured =
            new Round(
                Stretch.of(cpu, () -> verify(export, keys, options.entries())),
                Stretch.of(cpu, () -> hash(export.resolve(ENTRIES))));
        if (round > 0) {
          rounds.add(measured);
        }
      }
      rows.add(row("verify " + bytes, "verifies entries", options, bytes, rounds, Round::verify));
      rows.add(row("sha256 " + bytes, "hashes the file", options, bytes, rounds, Round::sha256));
    }
    return new FigureReport(
        "verify",
        clock.instant(),
        Machine.here(),
        Fields.with("entries", Num.of(options.entries()))
            .put("bytes", new Items(options.bytes().stream().<JsonValue>map(Num::of).toList()))
            .put("rounds", options.rounds())
            .build(),
        COLUMNS,
        rows,
        List.of());
  }

  private static FigureReport.Row row(
      String name,
      String what,
      Options options,
      int bytes,
      List<Round> rounds,
      Function<Round, Stretch> stretch) {
    long entries = options.entries();
    return new FigureReport.Row(
        name,
        "%s: %,d of %,d bytes".formatted(what, entries, bytes),
        List.of(
            FigureReport.over(rounds, r -> Optional.of(stretch.apply(r).perSecond(entries))),
            FigureReport.over(
                rounds, r -> Optional.of(stretch.apply(r).perSecond(entries * bytes) / 1e6)),
            FigureReport.over(
                rounds,
                r ->
                    Optional.of(
                        (double) r.sha256().elapsedNanos() / stretch.apply(r).elapsedNanos())),
            // Too short a stretch for the clock of CPU time has no figure.
            FigureReport.over(
                rounds,
                r ->
                    Optional.of(stretch.apply(r).jvmCpuNanos())
                        .filter(cpu -> cpu > 0)
                        .map(cpu -> entries * 1e9 / cpu)),
            FigureReport.over(
                rounds, r -> stretch.apply(r).otherCpuNanos().map(stretch.apply(r)::cores))));
  }

  private static void write(
      Path export, int entries, int bytes, NoteSigner signer, TrustedKeys keys) throws IOException {
    byte[] entry = new byte[bytes];
    Arrays.fill(entry, (byte) 'x');
    TreeFrontier tree = TreeFrontier.EMPTY;
    try (ExportWriter writer = new ExportWriter(export)) {
      for (int i = 0; i < entries; i++) {
        byte[] number = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(number, 0, entry, 0, Math.min(number.length, bytes));
        tree = tree.append(TreeHashing.leaf(entry));
        writer.append(entry);
      }
      writer.finish(new Checkpoint(ORIGIN, tree.head()).sign(List.of(signer)), keys);
    }
  }

  private static void verify(Path export, TrustedKeys keys, long entries) {
    try {
      ExportVerdict verdict = new ExportVerifier(keys).verify(export, _ -> {});
      if (!(verdict instanceof ExportVerdict.Verified verified)
          || verified.head().size() != entries) {
        throw new IllegalStateException("the export does not verify: " + verdict);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void hash(Path file) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      if (digest.digest().length == 0) {
        throw new IllegalStateException("SHA-256 gave nothing");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
