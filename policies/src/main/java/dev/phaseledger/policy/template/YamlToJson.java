package dev.phaseledger.policy.template;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.PolicyDocument;
import dev.phaseledger.policy.Problems;
import dev.phaseledger.policy.yaml.YamlNode;

/// Reads YAML where JSON is expected: a contract can be written as a YAML file.
///
/// Only what JSON can say is accepted: one document of YAML 1.2 with text as keys, decimal numbers
/// (kept exactly), no tags, no merge keys, no duplicate keys. Aliases count each time they are
/// used.
public final class YamlToJson {

  /// Size of a source, in bytes of UTF-8.
  public static final int SOURCE_BYTES_MAX = 64 * 1024;

  private YamlToJson() {}

  /// The object that a document is.
  ///
  /// @throws dev.phaseledger.policy.InvalidMapException saying at which line and column, if it is
  ///   not such a document
  public static JsonValue.Fields fields(String yaml) {
    Problems problems = new Problems();
    YamlNode root = PolicyDocument.parse(yaml, SOURCE_BYTES_MAX, problems);
    if (root.json() instanceof JsonValue.Fields fields) {
      return fields;
    }
    problems.add(root.place(), "", "must be a mapping, but is " + root.kind());
    problems.throwIfAny();
    throw new IllegalStateException("a problem was added");
  }
}
