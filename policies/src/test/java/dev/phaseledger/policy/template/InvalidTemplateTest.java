package dev.phaseledger.policy.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvalidMapException.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidTemplateTest {

  private static List<Problem> problems(String source) {
    InvalidMapException refused =
        catchThrowableOfType(InvalidMapException.class, () -> ContractTemplate.compile(source));
    assertThat(refused).as("must be refused").isNotNull();
    return refused.problems();
  }

  @Test
  void namesEveryProblemAtOnceWithItsPlace() {
    List<Problem> problems =
        problems(
            """
            apiVersion: governance/v1
            kind: ContractTemplate
            metadata: {name: sample}
            spec:
              parameters:
                a: {type: strin}
                b: {type: integer, default: x}
                c: {type: string}
                d: {type: boolean}
              contract:
                task: |
                  For ${b},
                    and ${nobody}
                more: "is ${d}"
              colour: red
            """);
    assertThat(problems)
        .extracting(Problem::field)
        .containsExactly(
            "metadata.version",
            "spec.parameters.a.type",
            "spec.parameters.b.default",
            "spec.parameters.c",
            "spec.contract.task",
            "spec.contract.more",
            "spec.colour");
    assertThat(problems).extracting(Problem::line).containsExactly(3, 6, 7, 8, 13, 14, 15);
    assertThat(problems).extracting(Problem::column).containsExactly(11, 15, 33, 5, 13, 15, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                 | .type     | is missing
          {type: object}                                     | .type     | must be one of string, integer
          {type: string, colour: red}                        | .colour   | is not known here
          {type: string, pattern: "["}                       | .pattern  | not a regular expression
          {type: string, pattern: "(a{1,900}){1,900}"}       | .pattern  | must not unroll
          {type: string, pattern: "(?=a)"}                   | .pattern  | not a regular expression
          {type: integer, pattern: "a"}                      | .pattern  | says nothing about the type integer
          {type: boolean, enum: [true]}                      | .enum     | says nothing about
          {type: string, enum: []}                           | .enum     | at least one value
          {type: string, enum: [a, 7]}                       | .enum[1]  | must be a string
          {type: string, minimum: 1}                         | .minimum  | says nothing about
          {type: integer, minimum: a}                        | .minimum  | whole number
          {type: integer, minimum: 3, maximum: 2}            | .maximum  | below the minimum
          {type: duration, minimum: PT3H, maximum: PT2H}     | .maximum  | below the minimum
          {type: duration, maximum: 8h}                      | .maximum  | must be a duration
          {type: string, default: a, required: true}         | .required | must not be true
          {type: string, required: maybe}                    | .required | true or false
          {type: string, default: 7}                         | .default  | must be a string
          {type: string, pattern: "[a-z]", default: A}       | .default  | must match
          {type: integer, maximum: 3, default: 4}            | .default  | at most 3
          {type: string-list, enum: [a], default: [b]}       | .default  | one of the values
          """)
  void refusesDeclarationsThatMakeNoSense(String declared, String field, String message) {
    assertThat(problems(Templates.source("{p: " + declared + "}", "{task: \"${p}\"}")))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.field()).isEqualTo("spec.parameters.p" + field);
          assertThat(problem.message()).contains(message);
          assertThat(problem.line()).isEqualTo(5);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {task: "${s"}                  | .task     | write '$${' for a plain '${'
          {task: "${}"}                  | .task     | must name a parameter
          {task: "${ s }"}               | .task     | must name a parameter
          {task: "${a.b}"}               | .task     | must name a parameter
          {task: "${${s}}"}              | .task     | must name a parameter
          {task: "${t}"}                 | .task     | no parameter is called 't'
          {task: "a ${l}"}               | .task     | cannot be part of a longer string
          {task: "a ${o}"}               | .task     | may be left out
          {"${s}": 1}                    | .${s}     | names are not filled in
          {scope: ["${b}"]}              | .scope[0] | cannot be part of a scope
          {scope: ["${o}"]}              | .scope[0] | may be left out
          {excluded: ["a/${b}"]}         | .excluded[0] | cannot be part of
          {scope: ["../${s}"]}           | .scope[0] | must not hold '..'
          {scope: ["a/../b"]}            | .scope[0] | must not hold '..'
          """)
  void refusesReferencesThatCannotBeFilled(String contract, String field, String message) {
    String parameters =
        "{s: {type: string}, b: {type: boolean}, l: {type: string-list},"
            + " o: {type: string, required: false}}";
    assertThat(problems(Templates.source(parameters, contract)))
        .filteredOn(problem -> problem.field().startsWith("spec.contract"))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.field()).isEqualTo("spec.contract" + field))
        .extracting(Problem::message)
        .anyMatch(each -> each.contains(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {type: string, default: "a/b"}                 | one path segment
          {type: string, default: "**"}                  | one path segment
          {type: string, pattern: ".*", default: "../a"} | '..'
          {type: string, enum: [a, "../a"]}              | '..'
          {type: string-list, default: []}               | at least one item
          """)
  void holdsDefaultsInAScopeToTheRuleOfScopes(String declared, String message) {
    assertThat(problems(Templates.source("{p: " + declared + "}", "{scope: [\"${p}\"]}")))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.field()).isEqualTo("spec.parameters.p");
          assertThat(problem.message()).contains(message);
        });
  }

  @Test
  void doesNotTakeADotBetweenValuesForTwo() {
    assertThat(
            Templates.filled(
                Templates.source("{p: {type: string}}", "{scope: [\"a.${p}.b\"]}"),
                "{\"p\": \"x\"}"))
        .isEqualTo("{\"scope\":[\"a.x.b\"]}");
  }

  @Test
  void refusesPatternsThatWouldOnlyCompileInsideOthers() {
    assertThat(
            problems(
                Templates.source("{p: {type: string, pattern: \"a)|(?:b\"}}", "{task: \"${p}\"}")))
        .singleElement()
        .extracting(Problem::field)
        .isEqualTo("spec.parameters.p.pattern");
  }

  @Test
  void refusesAContractThatIsNoObject() {
    assertThat(problems(Templates.source("{}", "[a]")).getFirst().message())
        .contains("must be a mapping");
    assertThat(problems(Templates.source("{p: {type: string}}", "\"${p}\"")).getFirst().message())
        .contains("must be a mapping");
    assertThat(problems(Templates.source("{}", "")).getFirst().message()).contains("is missing");
  }

  @Test
  void boundsParametersAndBytes() {
    StringBuilder parameters = new StringBuilder("{");
    StringBuilder contract = new StringBuilder("{");
    for (int i = 0; i <= ContractTemplate.PARAMETERS_MAX; i++) {
      parameters.append("p").append(i).append(": {type: string}, ");
      contract.append("p").append(i).append(": \"${p").append(i).append("}\", ");
    }
    assertThat(problems(Templates.source(parameters + "}", contract + "}")))
        .extracting(Problem::message)
        .containsExactly("must not hold more than 50 parameters");
    assertThat(problems("#".repeat(ContractTemplate.SOURCE_BYTES_MAX + 1)).getFirst().message())
        .contains("49152 bytes");
    assertThat(problems(Templates.source("{\"a-b\": {type: string}}", "{t: x}")))
        .extracting(Problem::message)
        .anyMatch(message -> message.contains("a name must be letters"));
  }
}
