package dev.phaseledger.command.evidence.report;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.command.evidence.report.SuiteTotals.End;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads JUnit XML as one stream of elements.
///
/// The format has no standard. What is read is what its writers have in common: `testsuites` or
/// `testsuite` at the top, suites that may nest, `testcase` with `failure`, `error` or `skipped` in
/// it. Elements beside these say nothing about how a test ended and are passed over, wherever they
/// come from; a document type declaration is refused, and with it every entity it could declare.
final class JunitReader {

  private static final String SUITES = "testsuites";
  private static final String SUITE = "testsuite";
  private static final String CASE = "testcase";
  private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  private final XMLStreamReader in;
  private final Deque<SuiteTotals> suites = new ArrayDeque<>();
  private final List<String> failed = new ArrayList<>();
  private Optional<Case> current = Optional.empty();
  private Optional<String> tool = Optional.empty();
  private int depth;
  private int cases;
  private int flaky;

  /// The test case that is being read.
  private static final class Case {
    private final String name;
    private final int depth;
    private End end = End.PASSED;
    private boolean repeated;

    Case(String name, int depth) {
      this.name = name;
      this.depth = depth;
    }

    void ended(End other) {
      end = end.compareTo(other) >= 0 ? end : other;
    }
  }

  private JunitReader(XMLStreamReader in) {
    this.in = in;
  }

  static TestReport read(byte[] report) {
    String text = Reports.text(report);
    try {
      XMLStreamReader in = factory().createXMLStreamReader(new StringReader(text));
      try {
        return new JunitReader(in).document();
      } finally {
        in.close();
      }
    } catch (XMLStreamException failure) {
      throw malformed(failure);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setXMLResolver((_, _, _, _) -> {
      throw new XMLStreamException("nothing outside the report is read");
    });
    return factory;
  }

  private static InvalidFieldException malformed(XMLStreamException failure) {
    Location at = failure.getLocation();
    InvalidFieldException refused =
        Reports.refused(
            "is not well-formed XML"
                + (at == null
                    ? ""
                    : " at line %d, column %d"
                        .formatted(at.getLineNumber(), at.getColumnNumber())));
    refused.initCause(failure);
    return refused;
  }

  private InvalidFieldException refused(String reason) {
    return Reports.refused("line " + in.getLocation().getLineNumber() + ": " + reason);
  }

  private TestReport document() throws XMLStreamException {
    requireUtf8();
    SuiteTotals total = SuiteTotals.none();
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(in.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> total = end(in.getLocalName()).orElse(total);
        case XMLStreamConstants.DTD ->
            throw refused("has a document type declaration; leave it out");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw refused("refers to entity '" + Reports.name(in.getLocalName()) + "'");
        default -> {}
      }
    }
    return new TestReport(
        total.all().tests(),
        total.all().failures(),
        total.all().errors(),
        total.all().skipped(),
        flaky,
        total.differ(),
        tool,
        failed);
  }

  private void requireUtf8() {
    String declared = in.getCharacterEncodingScheme();
    if (declared != null
        && !declared.toUpperCase(Locale.ROOT).equals("UTF-8")
        && !declared.toUpperCase(Locale.ROOT).equals("US-ASCII")) {
      throw refused("declares the encoding " + Reports.name(declared) + "; only UTF-8 is read");
    }
  }

  private void start(String element) {
    depth++;
    if (depth > Reports.DEPTH_MAX) {
      throw refused("nests more than " + Reports.DEPTH_MAX + " elements");
    }
    if (depth == 1 && !element.equals(SUITES) && !element.equals(SUITE)) {
      throw refused(
          "must begin with 'testsuites' or 'testsuite', not '" + Reports.name(element) + "'");
    }
    switch (element) {
      case SUITES, SUITE -> startSuite();
      case CASE -> startCase();
      case "failure" -> ended(End.FAILED);
      case "error" -> ended(End.BROKEN);
      case "skipped" ->
          current.filter(this::isDirectlyIn).ifPresent(test -> test.ended(End.SKIPPED));
      case "flakyFailure", "flakyError" ->
          current.filter(this::isDirectlyIn).ifPresent(test -> test.repeated = true);
      case "property" -> {
        if (attribute("name").filter("go.version"::equals).isPresent()) {
          tool = Optional.of("go");
        }
      }
      default -> {}
    }
  }

  private boolean isDirectlyIn(Case test) {
    return depth == test.depth + 1;
  }

  private void startSuite() {
    if (current.isPresent()) {
      throw refused("has a suite within a test case");
    }
    String name = attribute("name").orElse("");
    suites.push(
        new SuiteTotals(
            name,
            new SuiteTotals.Claimed(
                attribute("tests"),
                attribute("failures"),
                attribute("errors"),
                attribute("skipped").or(() -> attribute("skips")))));
    tool = tool.or(() -> tool(name));
  }

  /// Only what names its writer by itself counts.
  private Optional<String> tool(String suite) {
    boolean surefire =
        Optional.ofNullable(in.getAttributeValue(SCHEMA_INSTANCE, "noNamespaceSchemaLocation"))
            .filter(schema -> schema.contains("surefire"))
            .isPresent();
    return surefire
        ? Optional.of("surefire")
        : switch (suite) {
          case "pytest", "pytest tests" -> Optional.of("pytest");
          case "jest tests" -> Optional.of("jest");
          default -> Optional.empty();
        };
  }

  private void startCase() {
    if (current.isPresent()) {
      throw refused("has a test case within a test case");
    }
    cases++;
    if (cases > Reports.TESTCASES_MAX) {
      throw refused("has more than " + Reports.TESTCASES_MAX + " test cases");
    }
    String name = attribute("name").orElse("");
    String place = attribute("classname").filter(group -> !group.isBlank()).orElse("");
    Case test = new Case(place.isEmpty() || place.equals(name) ? name : place + "." + name, depth);
    // GoogleTest lists what it did not run as a test case without any element in it.
    if (attribute("status").filter("notrun"::equals).isPresent()) {
      test.ended(End.SKIPPED);
    }
    current = Optional.of(test);
  }

  /// A failure that belongs to no test case is one of its suite: it must not get lost.
  private void ended(End end) {
    if (current.isPresent()) {
      // Wherever it stands within the test case: in doubt it failed.
      current.get().ended(end);
    } else {
      suites.element().brokenSuite();
      name(suites.element().name());
    }
  }

  private Optional<SuiteTotals> end(String element) {
    depth--;
    switch (element) {
      case CASE -> {
        current.ifPresent(this::count);
        current = Optional.empty();
      }
      case SUITES, SUITE -> {
        SuiteTotals ended = suites.pop();
        if (suites.isEmpty()) {
          return Optional.of(ended);
        }
        suites.element().add(ended);
      }
      default -> {}
    }
    return Optional.empty();
  }

  private void count(Case test) {
    suites.element().testCase(test.end);
    if (test.end == End.FAILED || test.end == End.BROKEN) {
      name(test.name);
    } else if (test.repeated) {
      flaky++;
    }
  }

  private void name(String name) {
    if (failed.size() < Reports.FAILED_NAMES_MAX) {
      failed.add(Reports.name(name));
    }
  }

  private Optional<String> attribute(String name) {
    return Optional.ofNullable(in.getAttributeValue(null, name));
  }
}
