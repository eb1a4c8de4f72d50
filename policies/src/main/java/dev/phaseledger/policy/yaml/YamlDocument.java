package dev.phaseledger.policy.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads one YAML 1.2 document of plain data (core schema).
public final class YamlDocument {

  /// Nodes of a document, aliases counted each time they are used.
  private static final int NODES_MAX = 20_000;

  /// Nesting, in levels.
  private static final int DEPTH_MAX = 40;

  /// Length of a number, in characters.
  private static final int NUMBER_CHARS_MAX = 40;

  /// Stands for members of another mapping in older YAML, and for itself in YAML 1.2.
  private static final String MERGE_KEY = "<<";

  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT);

  private final List<String> lines;
  private int nodes;

  private YamlDocument(String source) {
    this.lines = source.lines().toList();
  }

  /// The document's root.
  ///
  /// @param charsMax length of the source, in UTF-16 code units
  /// @throws YamlException if it is not one document, or holds duplicate keys, keys that are not
  ///   text, tags or endless nesting
  public static YamlNode read(String source, int charsMax) throws YamlException {
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setCodePointLimit(charsMax)
            .setSchema(new CoreSchema())
            .build();
    Shape shape = new Shape();
    Optional<Node> root;
    try {
      for (Event event : new Parse(settings).parseString(source)) {
        shape.accept(event);
      }
      root = new Compose(settings).composeString(source);
    } catch (MarkedYamlEngineException e) {
      throw new YamlException(place(e.getProblemMark()), String.valueOf(e.getProblem()));
    } catch (YamlEngineException e) {
      throw new YamlException(Place.START, String.valueOf(e.getMessage()));
    }
    if (root.isEmpty()) {
      throw new YamlException(Place.START, "the document is empty");
    }
    return new YamlDocument(source).node(root.get(), 0);
  }

  /// Follows how deep a document nests, one event after the other: what composes nodes does it by
  /// recursion, so a document of brackets would use up the stack before any node is seen.
  private static final class Shape {

    private int depth;

    void accept(Event event) throws YamlException {
      switch (event) {
        case CollectionStartEvent start -> {
          if (++depth > DEPTH_MAX) {
            throw tooDeep(YamlDocument.place(start.getStartMark()));
          }
        }
        case CollectionEndEvent _ -> depth--;
        case ScalarEvent scalar when scalar.isPlain() && scalar.getValue().equals(MERGE_KEY) ->
            throw new YamlException(
                YamlDocument.place(scalar.getStartMark()),
                "merge keys are not accepted: write the members out");
        default -> {
          // Everything else says nothing about the shape.
        }
      }
    }
  }

  private static YamlException tooDeep(Place place) {
    return new YamlException(place, "nested more than " + DEPTH_MAX + " levels deep");
  }

  private YamlNode node(Node node, int depth) throws YamlException {
    Place place = place(node.getStartMark());
    if (++nodes > NODES_MAX) {
      throw new YamlException(place, "more than " + NODES_MAX + " nodes");
    }
    if (depth > DEPTH_MAX) {
      throw tooDeep(place);
    }
    plain(node, place);
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, place, depth);
      case SequenceNode sequence -> {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(node(item, depth + 1));
        }
        yield new YamlNode.Sequence(place, items);
      }
      case ScalarNode scalar -> scalar(scalar, place);
      default -> throw new YamlException(place, "is not plain data");
    };
  }

  private YamlNode mapping(MappingNode mapping, Place place, int depth) throws YamlException {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place keyPlace = place(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new YamlException(keyPlace, "keys must be text");
      }
      plain(key, keyPlace);
      characters(key.getValue(), keyPlace);
      YamlNode.Entry entry = new YamlNode.Entry(keyPlace, node(tuple.getValueNode(), depth + 1));
      if (entries.put(key.getValue(), entry) != null) {
        throw new YamlException(keyPlace, "the key '" + key.getValue() + "' is there twice");
      }
    }
    return new YamlNode.Mapping(place, entries);
  }

  private YamlNode scalar(ScalarNode scalar, Place place) throws YamlException {
    Tag tag = scalar.getTag();
    String value = scalar.getValue();
    if (tag.equals(Tag.STR)) {
      characters(value, place);
      return new YamlNode.Text(place, value, layout(scalar, place));
    }
    if (tag.equals(Tag.NULL)) {
      return new YamlNode.Empty(place);
    }
    if (tag.equals(Tag.BOOL)) {
      return new YamlNode.Bool(place, Boolean.parseBoolean(value.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return new YamlNode.Numeral(place, number(value, place));
    }
    throw new IllegalStateException("the tag was checked: " + tag);
  }

  /// Refuses tags of anybody's own, which some reader may take for a type to make.
  private static void plain(Node node, Place place) throws YamlException {
    if (!PLAIN_TAGS.contains(node.getTag())) {
      throw new YamlException(place, "tags are not accepted: " + node.getTag());
    }
  }

  /// Refuses what escapes can bring in and JSON cannot hold: halves of characters, and U+0000.
  private static void characters(String text, Place place) throws YamlException {
    if (text.codePoints().anyMatch(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff))) {
      throw new YamlException(place, "strings must not hold U+0000 nor halves of surrogate pairs");
    }
  }

  private static BigDecimal number(String value, Place place) throws YamlException {
    try {
      if (value.length() <= NUMBER_CHARS_MAX) {
        BigDecimal number = new BigDecimal(value);
        if (Math.abs((long) number.precision() - number.scale()) <= NUMBER_CHARS_MAX) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      throw new YamlException(place, "write numbers in decimal digits: " + value);
    }
    throw new YamlException(place, "the number is too long: " + value);
  }

  private YamlNode.Layout layout(ScalarNode scalar, Place place) {
    boolean oneLine =
        scalar.getEndMark().map(end -> end.getLine() + 1 == place.line()).orElse(false);
    return switch (scalar.getScalarStyle()) {
      case PLAIN -> oneLine ? new YamlNode.Layout.OneLine(0) : new YamlNode.Layout.Folded();
      case SINGLE_QUOTED, DOUBLE_QUOTED ->
          oneLine ? new YamlNode.Layout.OneLine(1) : new YamlNode.Layout.Folded();
      case LITERAL -> new YamlNode.Layout.Block(indentAfter(place.line()));
      case FOLDED, JSON_SCALAR_STYLE -> new YamlNode.Layout.Folded();
    };
  }

  /// The indentation of the first line with text after a line, which is a block's.
  private int indentAfter(int line) {
    return lines.stream()
        .skip(line)
        .filter(text -> !text.isBlank())
        .findFirst()
        .map(text -> text.length() - text.stripLeading().length())
        .orElse(0);
  }

  private static Place place(Optional<Mark> mark) {
    return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1)).orElse(Place.START);
  }
}
