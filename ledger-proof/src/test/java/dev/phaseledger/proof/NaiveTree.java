package dev.phaseledger.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// The definitions of RFC 6962 section 2.1 written down as they stand, recursion and all: slow, and
/// sharing no code with what is tested.
final class NaiveTree {
  private NaiveTree() {}

  static List<byte[]> entries(int count, long seed) {
    Random random = new Random(seed);
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String json = "{\"n\":%d,\"r\":\"%016x\"}".formatted(i, random.nextLong());
      entries.add(json.getBytes(StandardCharsets.UTF_8));
    }
    return entries;
  }

  static byte[] root(List<byte[]> entries) {
    if (entries.isEmpty()) {
      return sha256(new byte[0]);
    }
    if (entries.size() == 1) {
      return sha256(new byte[] {0}, entries.getFirst());
    }
    int split = split(entries.size());
    return sha256(
        new byte[] {1},
        root(entries.subList(0, split)),
        root(entries.subList(split, entries.size())));
  }

  static List<byte[]> path(int index, List<byte[]> entries) {
    if (entries.size() == 1) {
      return List.of();
    }
    int split = split(entries.size());
    List<byte[]> left = entries.subList(0, split);
    List<byte[]> right = entries.subList(split, entries.size());
    List<byte[]> path =
        new ArrayList<>(index < split ? path(index, left) : path(index - split, right));
    path.add(root(index < split ? right : left));
    return path;
  }

  static List<byte[]> consistency(int older, List<byte[]> entries) {
    return older == 0 ? List.of() : subproof(older, entries, true);
  }

  private static List<byte[]> subproof(int older, List<byte[]> entries, boolean whole) {
    if (older == entries.size()) {
      return whole ? List.of() : List.of(root(entries));
    }
    int split = split(entries.size());
    List<byte[]> left = entries.subList(0, split);
    List<byte[]> right = entries.subList(split, entries.size());
    List<byte[]> proof =
        new ArrayList<>(
            older <= split ? subproof(older, left, whole) : subproof(older - split, right, false));
    proof.add(root(older <= split ? right : left));
    return proof;
  }

  /// The largest power of two smaller than the count.
  private static int split(int count) {
    int split = 1;
    while (split * 2 < count) {
      split *= 2;
    }
    return split;
  }

  static List<Sha256Hash> hashes(List<byte[]> raw) {
    return raw.stream().map(Sha256Hash::of).toList();
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Arrays.stream(parts).forEach(digest::update);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
