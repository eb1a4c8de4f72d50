package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.InvalidMaps.Sample;
import dev.phaseledger.policy.schema.ParameterSchema;
import dev.phaseledger.policy.schema.ParameterSchema.Violation;
import dev.phaseledger.policy.yaml.YamlDocument;
import dev.phaseledger.policy.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The schema that editors get says of every sample what the reader says of its shape.
class MapSchemaTest {

  private static final ParameterSchema SCHEMA =
      ParameterSchema.of("schema", (JsonValue.Fields) Json.parse(InvariantMaps.schema()));

  private static final List<Path> VALID =
      List.of(Path.of("src", "test", "resources", "maps"), Path.of("..", "examples"));

  static Stream<Path> validMaps() throws IOException {
    Stream<Path> all = Stream.empty();
    for (Path folder : VALID) {
      try (Stream<Path> files = Files.walk(folder)) {
        all =
            Stream.concat(
                all,
                files
                    .filter(file -> String.valueOf(file).endsWith(".invariants.yaml"))
                    .sorted()
                    .toList()
                    .stream());
      }
    }
    return all;
  }

  static Stream<Sample> wrongMaps() {
    return InvalidMaps.all();
  }

  private static List<Violation> violations(String yaml) {
    try {
      return YamlDocument.read(yaml, InvariantMaps.SOURCE_BYTES_MAX).json()
              instanceof JsonValue.Fields fields
          ? SCHEMA.check(fields)
          : List.of(new Violation("", "is no mapping"));
    } catch (YamlException e) {
      return List.of(new Violation("", String.valueOf(e.getMessage())));
    }
  }

  @ParameterizedTest
  @MethodSource("validMaps")
  void acceptsWhatTheReaderAccepts(Path file) throws IOException {
    String source = Files.readString(file);
    assertThat(InvariantMaps.review(source).problems()).isEmpty();
    assertThat(violations(source)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("wrongMaps")
  void refusesWhatIsWrongInShapeAndLeavesTheRestToTheReader(Sample sample) {
    assertThat(!violations(sample.source()).isEmpty()).isEqualTo(sample.refusedBySchema());
  }
}
