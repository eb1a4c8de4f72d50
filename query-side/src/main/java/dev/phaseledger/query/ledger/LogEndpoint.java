package dev.phaseledger.query.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.LogKey;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.Proofs;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves the tenant's log: entries, signed checkpoint, proofs and tiles, in the C2SP formats that
/// verifiers read. Nothing here depends on projections.
///
/// Entries and tiles are for those who may read everything. Checkpoint, key and proofs hold hashes
/// only and are for agents too, so that an agent can keep the receipts of its own dispatches.
@RestController
@RequestMapping("/v1/ledger")
final class LogEndpoint {

  /// How long a full tile may be kept: it never changes.
  private static final Duration TILE_KEPT = Duration.ofDays(365);

  /// How long a partial tile may be kept: it never changes either, but is soon of no use.
  private static final Duration PARTIAL_TILE_KEPT = Duration.ofMinutes(1);

  private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

  /// One entry, as it is sent.
  ///
  /// @param leafHash the entry's hash in the tree (RFC 6962 section 2.1), in hexadecimal
  /// @param entry the entry's text, character by character as recorded
  record EntryBody(long index, String leafHash, String entry) {}

  private final LogSource log;

  LogEndpoint(LogSource log) {
    this.log = log;
  }

  /// Entries by index; `next` is the `from` of the part after this one. The log may give fewer than
  /// asked for if they are large.
  @GetMapping("/entries")
  PageBody<EntryBody> entries(
      Principal principal,
      @RequestParam(defaultValue = "0") long from,
      @RequestParam Optional<Integer> size) {
    Readers.requireAll(principal);
    requireNotNegative("from", from);
    int count = Reads.cursor(Optional.empty(), size).size();
    List<byte[]> entries = log.entries(principal.tenant().value(), from, count);
    List<EntryBody> items =
        IntStream.range(0, entries.size()).mapToObj(i -> entry(from + i, entries.get(i))).toList();
    long next = from + items.size();
    return new PageBody<>(
        items, next < treeSize(principal) ? Optional.of(Long.toString(next)) : Optional.empty());
  }

  /// The newest signed checkpoint (C2SP tlog-checkpoint).
  @GetMapping(path = "/checkpoint", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<byte[]> checkpoint(Principal principal) {
    Readers.only(principal);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(TEXT)
        .body(newest(principal).format());
  }

  /// One signed checkpoint.
  ///
  /// @param note as it was signed (C2SP tlog-checkpoint)
  record CheckpointBody(long size, String note) {}

  /// Earlier checkpoints, by size: with them a verifier tells between which two of them a history
  /// was changed. `next` is the `beyond` of the part after this one.
  @GetMapping("/checkpoints")
  PageBody<CheckpointBody> checkpoints(
      Principal principal,
      @RequestParam(defaultValue = "0") long beyond,
      @RequestParam Optional<Integer> size) {
    Readers.only(principal);
    requireNotNegative("beyond", beyond);
    int count = Reads.cursor(Optional.empty(), size).size();
    List<CheckpointBody> items =
        log.checkpointsBeyond(principal.tenant().value(), beyond, count).stream()
            .map(note ->
                new CheckpointBody(Checkpoint.parse(note.text()).head().size(), note.toString()))
            .toList();
    return new PageBody<>(
        items,
        items.size() < count
            ? Optional.empty()
            : Optional.of(Long.toString(items.getLast().size())));
  }

  /// The receipt of one entry against the newest checkpoint (C2SP tlog-proof).
  ///
  /// @param size a tree size that the checkpoint must reach, for a reader who knows a later one
  @GetMapping(path = "/proofs/inclusion", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<byte[]> inclusion(
      Principal principal, @RequestParam long index, @RequestParam Optional<Long> size) {
    Readers.only(principal);
    requireNotNegative("index", index);
    size.ifPresent(expected -> requireReached("size", expected, principal));
    return log.receipt(principal.tenant().value(), index)
        .map(receipt -> text(receipt.format()))
        .orElseThrow(
            () -> new NotFoundException("index", "The log has no entry " + index + " yet."));
  }

  /// That the tree of `from` entries is a prefix of the one of `to` (RFC 6962 section 2.1.2): one
  /// base64 hash per line.
  ///
  /// @param to the newest checkpoint's size unless given
  @GetMapping(path = "/proofs/consistency", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<byte[]> consistency(
      Principal principal, @RequestParam long from, @RequestParam Optional<Long> to) {
    Readers.only(principal);
    requireNotNegative("from", from);
    long newer = to.orElseGet(() -> treeSize(principal));
    requireReached("to", newer, principal);
    if (from > newer) {
      throw new InvalidFieldException("from", "must not be larger than 'to'");
    }
    Proofs proofs = new Proofs(log.hashes(principal.tenant().value()), newer);
    return text(proofs.consistencyFrom(from).format().getBytes(StandardCharsets.US_ASCII));
  }

  /// The public key that must sign the checkpoints now (C2SP signed-note vkey).
  @GetMapping(path = "/key", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<byte[]> key(Principal principal) {
    Readers.only(principal);
    String vkey = log.verifier(principal.tenant().value()).vkey() + '\n';
    return text(vkey.getBytes(StandardCharsets.UTF_8));
  }

  /// A key of the log and what it is to the log now.
  ///
  /// @param state `CURRENT` (must sign), `OVERLAP` (signs too), `RETIRED` or `STAGED` (in place on
  ///   this node, not used yet)
  /// @param rotatedAt index of the entry that put it in force; its proof is at
  ///   `/v1/ledger/rotations/{index}`
  /// @param signsUntil when it stops or stopped signing
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record KeyBody(
      String vkey,
      String keyId,
      LogKey.State state,
      Optional<Long> rotatedAt,
      Optional<Instant> signsUntil) {}

  /// All keys of the log.
  record KeysBody(List<KeyBody> keys) {}

  /// All keys of the log, the current one first, then those it replaced, the newest first, then
  /// those that are staged.
  @GetMapping("/keys")
  KeysBody keys(Principal principal) {
    Readers.only(principal);
    return new KeysBody(
        log.keys(principal.tenant().value()).stream()
            .map(key ->
                new KeyBody(
                    key.key().vkey(),
                    key.key().keyId().toString(),
                    key.state(),
                    key.rotatedAt().stream().boxed().findFirst(),
                    key.signsUntil()))
            .toList());
  }

  /// The proof that the entry at `index` replaced the log's key: its receipt (C2SP tlog-proof, the
  /// entry itself as extra data) against a checkpoint that both keys signed.
  @GetMapping(path = "/rotations/{index}", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<byte[]> rotation(Principal principal, @PathVariable long index) {
    Readers.only(principal);
    requireNotNegative("index", index);
    return log.rotation(principal.tenant().value(), index)
        .map(link -> text(link.format()))
        .orElseThrow(() -> new NotFoundException("index", "Entry " + index + " rotates no key."));
  }

  /// A tile of hashes or a bundle of entries (C2SP tlog-tiles).
  @GetMapping(path = "/tile/{*path}", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> tile(Principal principal, @PathVariable String path) {
    Readers.requireAll(principal);
    TilePath tile = tilePath(path);
    return log.tile(principal.tenant().value(), tile)
        .map(bytes ->
            ResponseEntity.ok()
                .cacheControl(kept(tile))
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(bytes))
        .orElseThrow(
            () -> new NotFoundException("path", "The log does not reach " + tile.path() + "."));
  }

  /// Private, since who may read depends on the caller.
  private static CacheControl kept(TilePath tile) {
    return tile.width() == HashTile.HASHES_MAX
        ? CacheControl.maxAge(TILE_KEPT).cachePrivate().immutable()
        : CacheControl.maxAge(PARTIAL_TILE_KEPT).cachePrivate();
  }

  private static TilePath tilePath(String below) {
    try {
      return TilePath.parse("tile" + below);
    } catch (ProofException e) {
      throw new InvalidFieldException("path", String.valueOf(e.getMessage()));
    }
  }

  private SignedNote newest(Principal principal) {
    return log.checkpoint(principal.tenant().value())
        .orElseThrow(() ->
            new NotFoundException("checkpoint", "The log has no entries, so nothing is signed."));
  }

  private long treeSize(Principal principal) {
    return log.checkpoint(principal.tenant().value())
        .map(note -> Checkpoint.parse(note.text()).head().size())
        .orElse(0L);
  }

  private void requireReached(String field, long size, Principal principal) {
    requireNotNegative(field, size);
    long reached = treeSize(principal);
    if (size > reached) {
      throw new NotFoundException(
          field, "The newest checkpoint covers %d entries, not %d.".formatted(reached, size));
    }
  }

  private static EntryBody entry(long index, byte[] entry) {
    String leafHash = HexFormat.of().formatHex(TreeHashing.leaf(entry).toBytes());
    return new EntryBody(index, leafHash, new String(entry, StandardCharsets.UTF_8));
  }

  private static ResponseEntity<byte[]> text(byte[] text) {
    return ResponseEntity.ok().contentType(TEXT).body(text);
  }

  private static void requireNotNegative(String field, long value) {
    if (value < 0) {
      throw new InvalidFieldException(field, "must not be negative");
    }
  }
}
