package dev.phaseledger.proof.export;

import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.FixedRandom;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TrustedKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A sound export on disk and the ways to damage it.
final class TestExport {
  static final String ORIGIN = "ledger.example/a";
  static final NoteSigner KEY = FixedRandom.key(ORIGIN, 1);

  final Path directory;
  final List<byte[]> entries;

  private TestExport(Path directory, List<byte[]> entries) {
    this.directory = directory;
    this.entries = entries;
  }

  static TestExport of(Path directory, List<byte[]> entries) throws IOException {
    TreeFrontier frontier = TreeFrontier.EMPTY;
    try (ExportWriter writer = new ExportWriter(directory)) {
      for (byte[] entry : entries) {
        writer.append(entry);
        frontier = frontier.append(TreeHashing.leaf(entry));
      }
      writer.finish(
          new Checkpoint(ORIGIN, frontier.head()).sign(List.of(KEY)),
          TrustedKeys.of(KEY.verifier()));
    }
    return new TestExport(directory, List.copyOf(entries));
  }

  static List<byte[]> randomEntries(int count, long seed) {
    Random random = new Random(seed);
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String pad = "x".repeat(random.nextInt(40));
      entries.add(bytes("{\"n\":%d,\"r\":%d,\"p\":\"%s\"}".formatted(i, random.nextInt(), pad)));
    }
    return entries;
  }

  /// Entries whose JSON is as short as can be, so that damage hits frames more often.
  static List<byte[]> shortEntries(int count) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(bytes(Integer.toString(i)));
    }
    return entries;
  }

  ExportVerdict verify() throws IOException {
    return new ExportVerifier(TrustedKeys.of(KEY.verifier()))
        .verify(directory, ExportProgress.Listener.none());
  }

  List<Finding> findings() throws IOException {
    return switch (verify()) {
      case ExportVerdict.Verified verified ->
          throw new AssertionError("the damaged export was verified: " + verified);
      case ExportVerdict.Failed failed -> failed.findings();
    };
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  byte[] read(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  void write(String name, byte[] bytes) throws IOException {
    Files.write(file(name), bytes);
  }

  void flip(String name, int at, int mask) throws IOException {
    byte[] bytes = read(name);
    bytes[at] ^= (byte) mask;
    write(name, bytes);
  }

  /// Writes other lines in the place of the entries.
  void writeLines(List<byte[]> lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      out.write(line);
      out.write('\n');
    }
    write(ExportFiles.ENTRIES, out.toByteArray());
  }

  /// Which entry the byte at this offset of the entries file belongs to, its line feed included.
  int entryAt(int offset) {
    int end = 0;
    for (int i = 0; i < entries.size(); i++) {
      end += entries.get(i).length + 1;
      if (offset < end) {
        return i;
      }
    }
    throw new IllegalArgumentException("no entry at offset " + offset);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
