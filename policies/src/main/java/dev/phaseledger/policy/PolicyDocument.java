package dev.phaseledger.policy;

import dev.phaseledger.policy.yaml.Place;
import dev.phaseledger.policy.yaml.YamlDocument;
import dev.phaseledger.policy.yaml.YamlException;
import dev.phaseledger.policy.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What every policy document has: a kind, a name, a version and an owner around its `spec`.
///
/// @param name the document's name within its tenant and kind
/// @param version the version its author gave it, from 1
/// @param owner who answers for it; empty if it does not say
/// @param spec what is its own
public record PolicyDocument(String name, int version, String owner, Members spec) {

  /// Size of a document's source, in bytes of UTF-8. A published one must fit into one ledger
  /// entry.
  public static final int SOURCE_BYTES_MAX = 48 * 1024;

  private static final String API_VERSION = "governance/v1";

  /// Reads a document's frame. What is wrong with the frame is added to the problems; what cannot
  /// be read at all ends it.
  ///
  /// @param kind the kind that the document must say it is
  /// @throws InvalidMapException if it is too large or not one YAML document of plain data
  public static PolicyDocument read(String yaml, String kind, Problems problems) {
    YamlNode root = parse(yaml, SOURCE_BYTES_MAX, problems);
    Members document =
        Members.of(root, "", problems).only("apiVersion", "kind", "metadata", "spec");
    document.constant("apiVersion", API_VERSION);
    document.constant("kind", kind);
    Optional<Members> metadata = document.require("metadata", document.members("metadata"));
    metadata.ifPresent(members -> members.only("name", "version", "owner"));
    String owner = metadata.flatMap(members -> members.text("owner", 200)).orElse("");
    String name = metadata.flatMap(members -> members.identifier("name")).orElse("unnamed");
    int version =
        metadata
            .flatMap(m -> m.require("version", m.integer("version", 1, Integer.MAX_VALUE)))
            .orElse(1);
    Members spec =
        document
            .require("spec", document.members("spec"))
            .orElseGet(
                () -> Members.of(new YamlNode.Mapping(root.place(), Map.of()), "spec", problems));
    return new PolicyDocument(name, version, owner, spec);
  }

  /// Reads a YAML document of any form.
  ///
  /// @param bytesMax size of the source, in bytes of UTF-8
  /// @throws InvalidMapException if it is too large or not one YAML document of plain data
  public static YamlNode parse(String yaml, int bytesMax, Problems problems) {
    if (yaml.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
      problems.add(Place.START, "", "is larger than " + bytesMax + " bytes");
      problems.throwIfAny();
    }
    try {
      return YamlDocument.read(yaml, bytesMax);
    } catch (YamlException e) {
      problems.add(e.place(), "", String.valueOf(e.getMessage()));
      problems.throwIfAny();
      throw new IllegalStateException("a problem was added", e);
    }
  }
}
