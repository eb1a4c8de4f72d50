package dev.phaseledger.query.pack;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Principals.OTHER;
import static dev.phaseledger.query.testing.Principals.agent;
import static dev.phaseledger.query.testing.Principals.auditor;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.pack.PackArchive;
import dev.phaseledger.proof.pack.PackFiles;
import dev.phaseledger.proof.pack.PackVerdict;
import dev.phaseledger.proof.pack.PackVerifier;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackEndpointTest {

  private static final AgentId SECOND = new AgentId("agent-8");
  private static final ContractId ITS_CONTRACT = new ContractId("contract-2");
  private static final String HOSTILE =
      "=cmd|'/C calc'!A1\r\n</style><script>alert(1)</script>\u2028\"quoted\", & more";

  @TempDir private Path directory;

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void record() {
    side.ledger().record(OTHER, "operator-2", Samples.registered(AGENT));
    record(Samples.published("repo-writes", 1)); // 0
    record(Samples.published("repo-writes", 2)); // 1
    record(Samples.registered(AGENT)); // 2
    record(Samples.registered(SECOND)); // 3
    record(Samples.issued(CONTRACT, AGENT)); // 4
    record(Samples.issued(ITS_CONTRACT, SECOND)); // 5
    record(Samples.decided(CONTRACT, "d-1", Verdict.APPROVAL_REQUIRED)); // 6
    record(new HeartbeatRecorded(ITS_CONTRACT, SECOND, HOSTILE)); // 7
    record(Samples.answered(CONTRACT, "d-1", true)); // 8
    record(Samples.published("repo-writes", 3)); // 9
    record(Samples.decided(CONTRACT, "d-2", Verdict.VETOED)); // 10
    side.fold();
  }

  private void record(LedgerEvent event) {
    side.ledger().record(ACME, "operator-1", event);
  }

  private PackArchive pack(String query) throws Exception {
    byte[] zip =
        side.get(auditor(ACME), "/v1/ledger/pack" + query)
            .andExpect(status().isOk())
            .andExpect(header().string("Content-Type", PackEndpoint.ZIP))
            .andExpect(header().string("Cache-Control", "no-store"))
            .andReturn()
            .getResponse()
            .getContentAsByteArray();
    return PackArchive.open(Files.write(directory.resolve("pack.zip"), zip));
  }

  private PackVerdict.Verified verified(PackArchive pack) throws Exception {
    PackVerdict verdict = new PackVerifier(TrustedKeys.of(side.signer().verifier())).verify(pack);
    assertThat(verdict).isInstanceOf(PackVerdict.Verified.class);
    return (PackVerdict.Verified) verdict;
  }

  private static String text(PackArchive pack, String file) throws Exception {
    return new String(pack.open(file).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static List<Long> indices(PackArchive pack, String file) throws Exception {
    return text(pack, file).lines().map(line -> Long.parseLong(line.split(" ", 2)[0])).toList();
  }

  private String entry(long index) {
    return new String(
        side.log().entries(ACME.value(), index, 1).getFirst(), StandardCharsets.UTF_8);
  }

  @Test
  void holdsTheWholeLogByteForByte() throws Exception {
    try (PackArchive pack = pack("")) {
      PackVerdict.Verified verified = verified(pack);
      assertThat(List.of(verified.from(), verified.to(), verified.included(), verified.withheld()))
          .containsExactly(0L, 11L, 11L, 0L);
      assertThat(text(pack, PackFiles.ENTRIES).lines())
          .containsExactlyElementsOf(LongStream.range(0, 11).mapToObj(this::entry).toList());
      assertThat(text(pack, VerifyGuide.FILE))
          .contains("Entries 0 to 11 (exclusive) of the ledger of tenant `acme`: 11 of them")
          .contains("| `inclusion.txt` |", "| `policies.jsonl` |");
    }
  }

  @Test
  void holdsWhatAContractConcernsAndTheHashesOfTheRest() throws Exception {
    try (PackArchive pack = pack("?contract=contract-1&from=3&to=10")) {
      PackVerdict.Verified verified = verified(pack);
      assertThat(List.of(verified.from(), verified.to(), verified.included(), verified.withheld()))
          .containsExactly(3L, 10L, 3L, 4L);
      assertThat(indices(pack, PackFiles.INCLUSION)).containsExactly(4L, 6L, 8L);
      assertThat(text(pack, PackFiles.MANIFEST))
          .contains("\"filter\":{\"contract\":\"contract-1\"}", "\"tenant\":\"acme\"");
    }
  }

  @Test
  void findsTheAgentOfEntriesThatNameNone() throws Exception {
    try (PackArchive pack = pack("?agent=agent-7")) {
      verified(pack);
      assertThat(indices(pack, PackFiles.INCLUSION)).containsExactly(2L, 4L, 6L, 8L, 10L);
    }
    try (PackArchive pack = pack("?agent=agent-8&contract=contract-1")) {
      assertThat(verified(pack).included()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"?from=4&to=9, 1", "?from=4, 1;9", "?from=0&to=2, 0;1", "?from=9, 9"})
  void holdsThePoliciesThatWereInForce(String query, String expected) throws Exception {
    try (PackArchive pack = pack(query)) {
      verified(pack);
      assertThat(indices(pack, PackFiles.POLICIES_INCLUSION))
          .containsExactlyElementsOf(
              Stream.of(expected.split(";", -1)).map(Long::valueOf).toList());
    }
  }

  @Test
  void runsPastAPartOfTheLog() throws Exception {
    for (int i = 0; i < 3 * Entries.PART_ENTRIES_MAX; i++) {
      record(new HeartbeatRecorded(i % 3 == 0 ? CONTRACT : ITS_CONTRACT, AGENT, "beat " + i));
    }
    side.fold();
    try (PackArchive pack = pack("?from=5&contract=contract-2")) {
      assertThat(verified(pack).included()).isEqualTo(2 + 2 * Entries.PART_ENTRIES_MAX);
    }
  }

  @Test
  void makesOfHostileTextNeitherFormulasNorRows() throws Exception {
    try (PackArchive pack = pack("")) {
      List<String> rows = text(pack, EntriesCsv.FILE).lines().toList();
      assertThat(rows).hasSize(12);
      assertThat(rows.get(8)).contains("=cmd").contains("\"\"quoted\"\", & more\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "=1+1 | \"'=1+1\"",
        "+1 | \"'+1\"",
        "-1 | \"'-1\"",
        "@SUM(A1) | \"'@SUM(A1)\"",
        "~  =1~ | \"'  =1\"",
        "~\t=1~ | \"' =1\"",
        "\uff1d1 | \"'\uff1d1\"",
        "\u200b=1 | \"'\u200b=1\"",
        "say \"=1\" | \"say \"\"=1\"\"\"",
        "plain | \"plain\""
      })
  void beginsACellThatASpreadsheetWouldRunWithAnApostrophe(String text, String cell) {
    assertThat(EntriesCsv.cell(text)).isEqualTo(cell);
  }

  @ParameterizedTest
  @CsvSource({
    "?from=-1, 400, from",
    "?from=5&to=5, 400, from",
    "?from=6&to=5, 400, from",
    "?to=12, 400, to",
    "?contract=not%20a%20name, 400, contract",
    "?agent=not%20a%20name, 400, agent",
    "?contract=contract-9, 404, contract-9",
    "?agent=agent-9, 404, agent-9"
  })
  void namesWhatIsWrongWithAFilter(String query, int status, String named) throws Exception {
    String problem =
        side.get(auditor(ACME), "/v1/ledger/pack" + query)
            .andExpect(status().is(status))
            .andReturn()
            .getResponse()
            .getContentAsString();
    assertThat(problem).contains(named);
  }

  @Test
  void isClosedToAgentsAndShowsAnotherTenantItsOwnLogOnly() throws Exception {
    side.get(agent(ACME, "agent-7"), "/v1/ledger/pack").andExpect(status().isForbidden());
    side.get(auditor(OTHER), "/v1/ledger/pack?contract=contract-1")
        .andExpect(status().isNotFound());
    byte[] zip =
        side.get(auditor(OTHER), "/v1/ledger/pack")
            .andReturn()
            .getResponse()
            .getContentAsByteArray();
    try (PackArchive pack = PackArchive.open(Files.write(directory.resolve("other.zip"), zip))) {
      assertThat(verified(pack).included()).isOne();
      for (String file : pack.sizes().keySet()) {
        assertThat(text(pack, file)).as(file).doesNotContain("agent-8", "contract-1");
      }
    }
  }
}
