package dev.phaseledger.query.pack;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.HashRange;
import dev.phaseledger.proof.HashReader;
import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.LogKey;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.proof.Proofs;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.pack.PackFiles;
import dev.phaseledger.proof.pack.PackManifest;
import dev.phaseledger.proof.pack.PackWriter;
import dev.phaseledger.query.reading.Reads;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

/// Writes one pack. Each file is a pass of its own over the log, so memory does not grow with it.
final class EvidencePack {

  private static final int BUFFER_BYTES = 1 << 16;

  private final LogSource log;
  private final Entries entries;
  private final Reads reads;
  private final Extract extract;

  EvidencePack(LogSource log, Entries entries, Reads reads, Extract extract) {
    this.log = log;
    this.entries = entries;
    this.reads = reads;
    this.extract = extract;
  }

  void writeTo(OutputStream out) throws IOException {
    PackWriter pack = new PackWriter(out);
    file(pack, PackFiles.CHECKPOINT, to -> to.write(extract.checkpoint().format()));
    TrustedKeys keys = new TrustedKeys(extract.keys().stream().map(LogKey::key).toList());
    file(pack, PackFiles.KEYS, to -> to.write(keys.format()));
    rotations(pack);
    file(pack, PackFiles.ENTRIES, to -> entries.selected(extract, (_, entry) -> line(entry, to)));
    file(pack, PackFiles.RANGE, this::range);
    Proofs proofs = proofs();
    file(
        pack,
        PackFiles.INCLUSION,
        to ->
            entries.selected(
                extract, (index, _) -> PackWriter.inclusion(proofs.inclusion(index), to)));
    file(pack, PackFiles.POLICIES, this::policies);
    file(
        pack,
        PackFiles.POLICIES_INCLUSION,
        to -> {
          for (long index : extract.policies()) {
            PackWriter.inclusion(proofs.inclusion(index), to);
          }
        });
    file(pack, EntriesCsv.FILE, new EntriesCsv(entries, reads, extract)::writeTo);
    file(pack, Report.FILE, new Report(entries, reads, extract)::writeTo);
    file(pack, Ocsf.FILE, new Ocsf(entries, reads, extract)::writeTo);
    file(pack, VerifyGuide.FILE, to -> to.write(VerifyGuide.text(extract)));
    pack.finish(this::manifest);
  }

  private static void file(PackWriter pack, String name, PackWriter.Content content)
      throws IOException {
    pack.file(
        name,
        to -> {
          BufferedOutputStream buffered = new BufferedOutputStream(to, BUFFER_BYTES);
          content.writeTo(buffered);
          buffered.flush();
        });
  }

  private void rotations(PackWriter pack) throws IOException {
    for (LogKey key : extract.keys()) {
      OptionalLong rotatedAt = key.rotatedAt();
      if (rotatedAt.isPresent() && rotatedAt.getAsLong() < extract.head().size()) {
        RotationLink link =
            log.rotation(extract.log(), rotatedAt.getAsLong())
                .orElseThrow(() ->
                    new IllegalStateException(
                        "no proof of the rotation at " + rotatedAt.getAsLong()));
        file(
            pack,
            PackFiles.ROTATIONS + link.index() + PackFiles.ROTATION_SUFFIX,
            to -> to.write(link.format()));
      }
    }
  }

  private Proofs proofs() {
    return new Proofs(log.hashes(extract.log()), extract.head().size());
  }

  private void range(OutputStream to) throws IOException {
    PackWriter.rangeProof(proofs().range(extract.from(), extract.to()), to);
    HashReader hashes = log.hashes(extract.log());
    long next = extract.from();
    while (next < extract.to()) {
      long tileEnd = next - next % HashTile.HASHES_MAX + HashTile.HASHES_MAX;
      int count = (int) (Math.min(tileEnd, extract.to()) - next);
      for (Sha256Hash leaf : hashes.read(new HashRange(0, next, count))) {
        if (extract.selected().get((int) (next - extract.from()))) {
          PackWriter.included(leaf, to);
        } else {
          PackWriter.withheld(leaf, to);
        }
        next++;
      }
    }
  }

  private void policies(OutputStream to) throws IOException {
    for (long index : extract.policies()) {
      entries.each(extract.log(), index, index + 1, (_, entry) -> line(entry, to));
    }
  }

  private static void line(byte[] entry, OutputStream to) throws IOException {
    to.write(entry);
    to.write('\n');
  }

  /// Texts and objects only: the verifier's reader needs no numbers.
  private byte[] manifest(Map<String, Sha256Hash> digests) {
    Fields.Builder files = Fields.builder();
    digests.forEach((name, digest) -> files.put(name, digest.toString()));
    Fields.Builder filter = Fields.builder();
    extract.filter().contract().ifPresent(id -> filter.put("contract", id.value()));
    extract.filter().agent().ifPresent(id -> filter.put("agent", id.value()));
    Fields manifest =
        Fields.with("format", new JsonValue.Text(PackManifest.FORMAT))
            .put("tenant", extract.tenant().value())
            .put("filter", filter.build())
            .put("range", ends())
            .put("entries", Integer.toString(extract.selected().cardinality()))
            .put(
                "checkpoint",
                Fields.with(
                        "origin",
                        new JsonValue.Text(Checkpoint.parse(extract.checkpoint().text()).origin()))
                    .put("size", Long.toString(extract.head().size()))
                    .put("root", extract.head().root().base64())
                    .build())
            .put("files", files.build())
            .build();
    return Json.text(manifest).getBytes(StandardCharsets.UTF_8);
  }

  private Fields ends() {
    return Fields.with("from", new JsonValue.Text(Long.toString(extract.from())))
        .put("to", Long.toString(extract.to()))
        .build();
  }
}
