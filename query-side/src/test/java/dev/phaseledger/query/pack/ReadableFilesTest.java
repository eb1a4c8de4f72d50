package dev.phaseledger.query.pack;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Principals.auditor;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.proof.pack.PackArchive;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people and their tools read in a pack.
class ReadableFilesTest {

  private static final String HOSTILE =
      "</dd></style><script>alert('x')</script><img src=x onerror=\"y\">\u202e&amp;";

  /// What OCSF 1.2.0 requires of the classes used: members, and members of members.
  private static final List<String> REQUIRED_OF_ALL =
      List.of(
          "activity_id",
          "category_uid",
          "class_uid",
          "type_uid",
          "time",
          "severity_id",
          "metadata",
          "metadata.version",
          "metadata.product",
          "metadata.product.vendor_name");

  private static final Map<Long, List<String>> REQUIRED_OF_CLASS =
      Map.of(
          6003L, List.of("actor", "actor.user", "api", "api.operation", "src_endpoint"),
          3004L, List.of("entity", "entity.uid"),
          2004L, List.of("finding_info", "finding_info.uid", "finding_info.title"));

  @TempDir private Path directory;

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void record() {
    record(Samples.published("repo-writes", 1)); // 0
    record(Samples.registered(AGENT)); // 1
    record(Samples.issued(CONTRACT, AGENT)); // 2
    record(Samples.decided(CONTRACT, "d-1", Verdict.APPROVAL_REQUIRED)); // 3
    record(Samples.answered(CONTRACT, "d-1", true)); // 4
    record(Samples.evidence(CONTRACT, Optional.of("d-1"))); // 5
    record(new HeartbeatRecorded(CONTRACT, AGENT, HOSTILE)); // 6
    record(Samples.signalled(CONTRACT, Optional.of("d-1"))); // 7
    record(Samples.decided(CONTRACT, "d-2", Verdict.VETOED)); // 8
    side.fold();
  }

  private void record(LedgerEvent event) {
    side.ledger().record(ACME, "operator-1", event);
  }

  private String file(String query, String name) throws Exception {
    byte[] zip =
        side.get(auditor(ACME), "/v1/ledger/pack" + query)
            .andReturn()
            .getResponse()
            .getContentAsByteArray();
    try (PackArchive pack = PackArchive.open(Files.write(directory.resolve("pack.zip"), zip))) {
      return new String(pack.open(name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void showsEveryTextAsTextInAPageWithoutScript() throws Exception {
    String page = file("", Report.FILE);
    assertThat(page)
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "[U+202E]&amp;amp;")
        .contains("a \\&quot;quoted\\&quot; &lt;b&gt;text&lt;/b&gt;")
        .contains("default-src 'none'")
        .doesNotContainIgnoringCase("<script", "<img", "<b>", "<link", "url(", "http:", "https:");
    assertThat(page.split("</style>", -1)).hasSize(2);
  }

  @Test
  void saysWhoDidWhatAndWhatDidNotHold() throws Exception {
    String page = file("", Report.FILE);
    assertThat(page)
        .contains("<strong class=\"approval_required\">APPROVAL_REQUIRED</strong>")
        .contains("<dt>Did not hold</dt><dd>repo-writes/no-force-push (violated, enforce, veto)")
        .contains("<dt>Needs approval</dt><dd>1, reviewer</dd>")
        .contains("<dt>Approved by</dt><dd>reviewer-1</dd>")
        .contains("<dt>Evidence</dt><dd>tests</dd>")
        .doesNotContain("small-changes");
  }

  @Test
  void namesOfEachEntryTheLinesThatProveIt() throws Exception {
    String page = file("?from=3&to=8", Report.FILE);
    assertThat(page.split("<article", -1)).hasSize(6);
    assertThat(page)
        .contains("<article id=\"e3\">", "proven by line 1 of inclusion.txt for line 1 of")
        .contains("<article id=\"e7\">", "proven by line 5 of inclusion.txt for line 5 of")
        .contains("is not signed itself", "not that it is true")
        .doesNotContain("line 6 of inclusion.txt");
  }

  @Test
  void givesCollectorsOfEventsWhatTheirSchemaRequires() throws Exception {
    List<String> lines = file("", Ocsf.FILE).lines().toList();
    assertThat(lines).hasSize(9);
    Set<Long> classes = new TreeSet<>();
    for (String line : lines) {
      Fields event = (Fields) Json.parse(line);
      long type = number(event, "class_uid");
      classes.add(type);
      assertThat(REQUIRED_OF_ALL).as(line).allMatch(path -> find(event, path).isPresent());
      assertThat(REQUIRED_OF_CLASS.get(type))
          .as(line)
          .isNotNull()
          .allMatch(path -> find(event, path).isPresent());
      assertThat(number(event, "category_uid")).isEqualTo(type / 1000);
      assertThat(number(event, "type_uid")).isEqualTo(type * 100 + number(event, "activity_id"));
      assertThat(number(event, "severity_id")).isBetween(1L, 5L);
    }
    assertThat(classes).isEqualTo(REQUIRED_OF_CLASS.keySet());
    Fields vetoed = (Fields) Json.parse(lines.get(8));
    assertThat(find(vetoed, "metadata.version")).contains(new JsonValue.Text("1.2.0"));
    assertThat(find(vetoed, "api.operation")).contains(new JsonValue.Text("repo.write"));
    assertThat(find(vetoed, "status_detail")).contains(new JsonValue.Text("VETOED"));
  }

  private static long number(Fields fields, String name) {
    return fields.find(name).orElseThrow() instanceof JsonValue.Num number
        ? number.value().longValueExact()
        : -1;
  }

  private static Optional<JsonValue> find(Fields fields, String path) {
    Optional<JsonValue> at = Optional.of(fields);
    for (String name : path.split("\\.", -1)) {
      at = at.flatMap(value -> value instanceof Fields in ? in.find(name) : Optional.empty());
    }
    return at;
  }
}
