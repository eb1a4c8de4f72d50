package dev.phaseledger.proof.pack;

import dev.phaseledger.proof.InclusionProof;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.RotatedLog;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeHashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// A pack as the service writes it, whose files can be changed before it is written: with a
/// manifest that was made to fit afterwards, as a forger would.
final class TestPack {

  static final NoteSigner KEY = RotatedLog.key(1);

  final Map<String, byte[]> files = new LinkedHashMap<>();
  final RotatedLog log;
  final int size;
  final int from;
  final int to;

  TestPack(RotatedLog log, int from, int to, IntPredicate included, NoteSigner... signers)
      throws IOException {
    this.log = log;
    this.size = log.entries().size();
    this.from = from;
    this.to = to;
    put(PackFiles.CHECKPOINT, log.checkpoint(size, signers).format());
    put(PackFiles.KEYS, (signers[0].verifier().vkey() + "\n").getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    ByteArrayOutputStream range = new ByteArrayOutputStream();
    ByteArrayOutputStream inclusion = new ByteArrayOutputStream();
    PackWriter.rangeProof(log.range(size, from, to), range);
    for (int i = from; i < to; i++) {
      byte[] entry = log.entries().get(i);
      if (included.test(i)) {
        line(entry, entries);
        PackWriter.inclusion(log.inclusion(i, size), inclusion);
        PackWriter.included(TreeHashing.leaf(entry), range);
      } else {
        PackWriter.withheld(TreeHashing.leaf(entry), range);
      }
    }
    put(PackFiles.ENTRIES, entries.toByteArray());
    put(PackFiles.RANGE, range.toByteArray());
    put(PackFiles.INCLUSION, inclusion.toByteArray());
    ByteArrayOutputStream policies = new ByteArrayOutputStream();
    ByteArrayOutputStream policyProofs = new ByteArrayOutputStream();
    line(log.entries().getFirst(), policies);
    PackWriter.inclusion(log.inclusion(0, size), policyProofs);
    put(PackFiles.POLICIES, policies.toByteArray());
    put(PackFiles.POLICIES_INCLUSION, policyProofs.toByteArray());
    put("report.html", "<!doctype html><title>x</title>".getBytes(StandardCharsets.UTF_8));
  }

  static TestPack whole(int entries) throws IOException {
    return new TestPack(new RotatedLog().entries(entries), 0, entries, _ -> true, KEY);
  }

  static void line(byte[] entry, OutputStream out) throws IOException {
    out.write(entry);
    out.write('\n');
  }

  void put(String name, byte[] bytes) {
    files.put(name, bytes);
  }

  List<String> lines(String name) {
    String text = new String(files.get(name), StandardCharsets.UTF_8);
    return new ArrayList<>(
        List.of(text.split("\n", -1)).subList(0, text.split("\n", -1).length - 1));
  }

  void lines(String name, List<String> lines) {
    put(
        name,
        (String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"))
            .getBytes(StandardCharsets.UTF_8));
  }

  InclusionProof inclusion(int index) {
    return log.inclusion(index, size);
  }

  byte[] manifest(Map<String, Sha256Hash> digests) {
    StringBuilder named = new StringBuilder();
    digests.forEach((name, hash) ->
        named
            .append(named.isEmpty() ? "" : ",")
            .append('"')
            .append(name)
            .append("\":\"")
            .append(hash)
            .append('"'));
    return "{\"files\":{%s},\"format\":\"%s\",\"range\":{\"from\":\"%d\",\"to\":\"%d\"},\"tenant\":\"t\"}"
        .formatted(named, PackManifest.FORMAT, from, to)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// The zip, with a manifest that fits the files as they are now.
  Path zip(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      PackWriter writer = new PackWriter(out);
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        writer.file(each.getKey(), stream -> stream.write(each.getValue()));
      }
      writer.finish(this::manifest);
    }
    return file;
  }

  /// The files of a zip as a directory.
  static Path unpack(Path zip, Path directory) throws IOException {
    try (PackArchive archive = PackArchive.open(zip)) {
      for (String name : archive.sizes().keySet()) {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, archive.open(name).readAllBytes());
      }
    }
    return directory;
  }
}
