package dev.phaseledger.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Num;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// That direct forms say what the library says, of whatever is drawn.
class DirectTest {

  /// Enough for code that throws to be compiled at the highest level.
  private static final int ERRORS = 30_000;

  private static final int EXPRESSIONS = 150;
  private static final int INPUTS = 25;

  private static final FieldType.Struct PIPELINE = new FieldType.Struct("test.Pipeline");

  private static final Map<String, Shape> SHAPES = shapes();
  private static final Map<String, FieldType> VARIABLES = GovShapes.variables();
  private static final Environment ENVIRONMENT = Environment.of(SHAPES.values());
  private static final JsonInputs JSON = new JsonInputs(SHAPES);

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    GovShapes.FIXED.forEach(shape -> shapes.put(shape.name(), shape));
    for (String empty :
        List.of(
            GovShapes.PARAMETERS, GovShapes.ATTRIBUTES, GovShapes.PARAMS, GovShapes.VARIABLES)) {
      shapes.put(empty, new Shape(empty, Map.of()));
    }
    Map<String, FieldType> facts = new LinkedHashMap<>();
    facts.put("pipeline", PIPELINE);
    facts.put("owner", new FieldType.MapOf(FieldType.Simple.STRING));
    shapes.put(GovShapes.FACTS, new Shape(GovShapes.FACTS, facts));
    Map<String, FieldType> pipeline = new LinkedHashMap<>();
    pipeline.put("frozen", FieldType.Simple.BOOL);
    pipeline.put("failedBuilds", FieldType.Simple.INT);
    pipeline.put("note", FieldType.Simple.STRING);
    shapes.put(PIPELINE.name(), new Shape(PIPELINE.name(), pipeline));
    return shapes;
  }

  static LongStream seeds() {
    return LongStream.range(0, 24);
  }

  /// What an evaluation came to, in words.
  private interface Evaluating {
    Object evaluate() throws EvaluationException;
  }

  private static String outcome(Evaluating evaluating) {
    try {
      Object value = evaluating.evaluate();
      // Lists of different kinds are one value to whoever reads them.
      return value instanceof List<?> list ? "list " + List.copyOf(list) : "value " + value;
    } catch (EvaluationException e) {
      return "none: " + e.getMessage();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void saysWhatTheLibrarySays(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomInputs inputs = new RandomInputs(random.split(), SHAPES);
    int direct = 0;
    int gaveUp = 0;
    int values = 0;
    for (int i = 0; i < EXPRESSIONS; i++) {
      String source = source(random, i);
      Optional<Expression> compiled = compile(source);
      if (compiled.isEmpty()) {
        continue;
      }
      Expression expression = compiled.get();
      direct += expression.hasDirectForm() ? 1 : 0;
      for (int j = 0; j < INPUTS; j++) {
        Fields drawn = inputs.draw(VARIABLES);
        Inputs given = RandomInputs.of(drawn, VARIABLES, JSON);
        String library = outcome(() -> expression.byLibrary(given));
        assertThat(outcome(() -> expression.evaluate(given)) + "\nof " + source + "\nwith " + drawn)
            .isEqualTo(library + "\nof " + source + "\nwith " + drawn);
        if (!library.startsWith("none")) {
          values++;
          gaveUp += expression.hasDirectForm() && expression.directly(given).isEmpty() ? 1 : 0;
        }
      }
    }
    assertThat(direct).isGreaterThan(EXPRESSIONS / 2);
    assertThat(values).isGreaterThan(direct * INPUTS / 4);
    // It gives up where the library finds a value in spite of an error, and only there.
    assertThat(gaveUp).isLessThan(values / 4);
  }

  /// What is said of an error is recorded. The JDK leaves the words out of errors that compiled
  /// code throws again and again.
  @ParameterizedTest
  @ValueSource(strings = {"+", "-", "*", "/", "%"})
  void saysTheSameOfAnErrorHoweverOftenItComes(String operator) throws ExpressionException {
    String most = "9223372036854775807";
    Expression expression =
        switch (operator) {
          case "-" -> ENVIRONMENT.compile("-2 - command.diffLines");
          case "*" -> ENVIRONMENT.compile("2 * command.diffLines");
          case "/", "%" ->
              ENVIRONMENT.compile("1 " + operator + " (command.diffLines - " + most + ")");
          default -> ENVIRONMENT.compile("1 + command.diffLines");
        };
    Fields command = Fields.with("diffLines", new Num(new BigDecimal(most))).build();
    Inputs inputs = RandomInputs.of(Fields.with("command", command).build(), VARIABLES, JSON);
    Set<String> said = new HashSet<>();
    for (int i = 0; i < ERRORS; i++) {
      said.add(outcome(() -> expression.evaluate(inputs)));
    }
    assertThat(said)
        .containsExactly("/%".contains(operator) ? "none: / by zero" : "none: long overflow");
  }

  private static String source(SplittableRandom random, int number) {
    RandomExpressions expressions = new RandomExpressions(random.split());
    int depth = 1 + random.nextInt(4);
    return switch (number % 4) {
      case 0, 1 -> expressions.truth(depth);
      case 2 -> expressions.whole(depth);
      default -> random.nextBoolean() ? expressions.text(depth) : expressions.texts(depth);
    };
  }

  /// Some that are drawn are refused: they could cost too much, or nest too deep.
  private static Optional<Expression> compile(String source) {
    try {
      return Optional.of(ENVIRONMENT.compile(source));
    } catch (ExpressionException e) {
      assertThat(e.mistakes())
          .as(source)
          .allSatisfy(mistake ->
              assertThat(mistake.message())
                  .containsAnyOf(
                      "could cost more", "nested", "must not join", "recursion", "exceed"));
      return Optional.empty();
    }
  }

  @Test
  void readsWhatTheLibraryReads() throws ExpressionException {
    for (String source :
        List.of(
            "facts.owner.exists(k, k == 'c')",
            "'c' in facts.owner && facts.owner['c'] == 'tests'",
            "command.paths.all(p, !(p in facts.owner) || facts.owner[p] != 'tests')",
            "has(facts.pipeline) && !facts.pipeline.frozen",
            "facts.?pipeline.?note.orValue('') == '' || size(facts.owner) > 1",
            "facts.owner[?'prod'].orValue('x') != 'y'")) {
      Expression expression = ENVIRONMENT.compile(source);
      RandomInputs inputs = new RandomInputs(new SplittableRandom(source.hashCode()), SHAPES);
      for (int i = 0; i < 200; i++) {
        Fields drawn = inputs.draw(VARIABLES);
        TreeSet<String> byLibrary = new TreeSet<>();
        TreeSet<String> directly = new TreeSet<>();
        outcome(() -> expression.byLibrary(recording(drawn, byLibrary)));
        if (expression.directly(recording(drawn, directly)).isPresent()) {
          assertThat(directly).as("%s of %s", source, drawn).isEqualTo(byLibrary);
        } else {
          assertThat(byLibrary).as("%s of %s", source, drawn).containsAll(directly);
        }
      }
    }
  }

  /// Facts that tell which of them are read.
  private static Inputs recording(Fields drawn, Set<String> read) {
    Inputs plain = RandomInputs.of(drawn, VARIABLES, JSON);
    return name -> {
      if (!name.equals("facts")) {
        return plain.find(name);
      }
      return plain
          .find(name)
          .map(facts ->
              new StructView(
                  GovShapes.FACTS,
                  Path.of(name),
                  field -> {
                    read.add(field);
                    return ((StructView) facts)
                        .find(field)
                        .map(fact ->
                            fact instanceof MapView map ? recording(field, map, read) : fact)
                        .orElse(null);
                  }));
    };
  }

  private static MapView recording(String name, MapView map, Set<String> read) {
    return new MapView(
        Path.of(name),
        new MapView.Source() {
          @Override
          public Optional<?> find(String key) {
            read.add(name + "/" + key);
            return map.find(key);
          }

          @Override
          public Iterable<String> keys() {
            return map.keySet().stream().map(String.class::cast).toList();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2, 3].map(x, x)",
        "evidence == []",
        "[1.5, 2.5].exists(d, d > 2.0)",
        "optional.of(1).value() == 1",
        "{'a': 1}['a'] == 1",
      })
  void leavesToTheLibraryWhatHasNoDirectForm(String source) {
    try {
      assertThat(ENVIRONMENT.compile(source).hasDirectForm()).isFalse();
    } catch (ExpressionException e) {
      assertThat(e.mistakes()).isNotEmpty();
    }
  }

  @Test
  void stopsLoopsWhereTheLibraryStopsThem() {
    String full = zeros(100) + ".all(a, " + zeros(99) + ".all(b, a + b == 0))";
    String nearly = zeros(100) + ".all(a, " + zeros(98) + ".all(b, a + b == 0))";
    assertThat(stops(full)).isFalse();
    assertThat(stops(full + " && [0].all(c, c == 0)")).isTrue();
    assertThat(stops(full + " && [0].exists_one(c, c == 0)")).isTrue();
    assertThat(stops(full + " && [0].sum(c, c) == 0")).isTrue();
    // Once it has found one, a loop still begins the next turn, if there is one.
    String hundredth = ".exists(c, c == 1)";
    String before = zeros(99).replace("]", ", 1");
    assertThat(stops(nearly + " && " + before + "]" + hundredth)).isFalse();
    assertThat(stops(nearly + " && " + before + ", 0]" + hundredth)).isTrue();
  }

  private static boolean stops(String source) {
    Inputs nothing = _ -> Optional.empty();
    Expression expression = compile(source).orElseThrow();
    String outcome = outcome(() -> expression.evaluate(nothing));
    assertThat(outcome).isEqualTo(outcome(() -> expression.byLibrary(nothing)));
    assertThat(expression.directly(nothing).isEmpty()).isEqualTo(outcome.startsWith("none"));
    return outcome.contains("10000");
  }

  private static String zeros(int number) {
    return "[" + "0, ".repeat(number - 1) + "0]";
  }
}
