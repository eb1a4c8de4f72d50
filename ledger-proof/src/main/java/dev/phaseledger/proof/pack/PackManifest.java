package dev.phaseledger.proof.pack;

import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.RecordedJson;
import dev.phaseledger.proof.RecordedJson.Value;
import dev.phaseledger.proof.Sha256Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What `pack.json` says: JSON of one object without spaces, all values texts or objects.
///
/// @param tenant whose log it is
/// @param from the first index of the range
/// @param to the index behind its last
/// @param files the SHA-256 of every other file
public record PackManifest(String tenant, long from, long to, Map<String, Sha256Hash> files) {

  /// The value of the member `format`.
  public static final String FORMAT = "phase-ledger/pack@v1";

  /// Longest manifest in bytes.
  static final int BYTES_MAX = 4 << 20;

  /// Sorts and copies the files.
  public PackManifest {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  static PackManifest parse(byte[] json) throws DamagedPackException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      Value.Members all = RecordedJson.object(text);
      if (!all.text("format").equals(FORMAT)) {
        throw damaged("is not of the format " + FORMAT);
      }
      Value.Members range = all.object("range");
      Map<String, Sha256Hash> files = new TreeMap<>();
      Value.Members named = all.object("files");
      for (String name : named.members().keySet()) {
        files.put(name, Sha256Hash.ofHex(named.text(name)));
      }
      return new PackManifest(
          all.text("tenant"),
          Long.parseLong(range.text("from")),
          Long.parseLong(range.text("to")),
          files);
    } catch (CharacterCodingException e) {
      throw damaged("is not UTF-8");
    } catch (ProofException | IllegalArgumentException e) {
      throw damaged("is not a manifest: " + e.getMessage());
    }
  }

  private static DamagedPackException damaged(String sentence) {
    return new DamagedPackException(PackFiles.MANIFEST, sentence);
  }
}
