package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.proof.ConsistencyProof;
import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Leads from the key a verifier brings to the log's newest, by proofs that are verified here.
final class KeyChains {

  private KeyChains() {}

  /// By files: the `rotations` directory of an export, if there is one.
  static KeyChain fromFiles(TrustedKeys keys, @Nullable Path directory) throws IOException {
    if (directory == null) {
      return KeyChain.startingWith(keys);
    }
    List<RotationLink> links = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tlog-proof")).toList()) {
        links.add(RotationLink.parse(Files.readAllBytes(file)));
      }
    }
    return follow(keys, links);
  }

  /// By what a service says of its rotations.
  static KeyChain fromService(TrustedKeys keys, LedgerClient client) {
    List<RotationLink> links = new ArrayList<>();
    for (Fields key : Members.objects(client.get("/v1/ledger/keys"), "keys")) {
      if (key.members().get("rotatedAt") instanceof Num index) {
        links.add(
            RotationLink.parse(
                client.bytes("/v1/ledger/rotations/" + index.value().toPlainString())));
      }
    }
    return follow(keys, links);
  }

  private static KeyChain follow(TrustedKeys keys, List<RotationLink> links) {
    KeyChain chain = KeyChain.startingWith(keys);
    links.sort(Comparator.comparingLong(RotationLink::index));
    for (RotationLink link : links) {
      // Rotations from before the key that is trusted are history.
      if (!chain.links().isEmpty() || chain.startsWith(link)) {
        chain = chain.follow(link);
      }
    }
    return chain;
  }

  /// That the tree keeps what both keys of each rotation signed.
  static void requireKept(KeyChain chain, TreeHead head, LedgerClient client) {
    for (RotationLink link : chain.links()) {
      if (link.head().size() <= head.size()) {
        link.head().checkPrefixOf(head, consistency(link.head().size(), head.size(), client));
      }
    }
  }

  /// The service's proof that one tree is a prefix of another.
  static ConsistencyProof consistency(long from, long to, LedgerClient client) {
    Optional<byte[]> proof =
        client.findBytes("/v1/ledger/proofs/consistency?from=%d&to=%d".formatted(from, to));
    return ConsistencyProof.parse(
        proof
            .map(bytes -> new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
            .orElseThrow(
                () -> CliException.negative("the log does not reach " + to + " entries any more")));
  }
}
