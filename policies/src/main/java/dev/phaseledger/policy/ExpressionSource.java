package dev.phaseledger.policy;

import dev.phaseledger.policy.yaml.Place;
import dev.phaseledger.policy.yaml.YamlNode;

/// An expression as the map's author wrote it.
///
/// @param field the path of the member that holds it
public record ExpressionSource(String field, String text, YamlNode node) {

  /// Where in the map a place in the expression is.
  public Place at(int line, int column) {
    return node instanceof YamlNode.Text written ? written.at(line, column) : node.place();
  }
}
