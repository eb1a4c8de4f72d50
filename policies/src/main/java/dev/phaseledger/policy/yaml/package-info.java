/// YAML with the place of every node, so that a mistake can be pointed at.
///
/// Public: [YamlNode], [YamlDocument], [YamlException], [Place].
@NullMarked
package dev.phaseledger.policy.yaml;

import org.jspecify.annotations.NullMarked;
