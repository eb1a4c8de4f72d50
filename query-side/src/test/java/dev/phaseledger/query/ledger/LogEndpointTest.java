package dev.phaseledger.query.ledger;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Principals.OTHER;
import static dev.phaseledger.query.testing.Principals.auditor;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.query.LedgerQuery.FindCheckpoint;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.ConsistencyProof;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.Proofs;
import dev.phaseledger.proof.Receipt;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogEndpointTest {

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void record() {
    side.ledger().record(OTHER, "operator-2", Samples.registered(AGENT));
    for (int i = 0; i < 7; i++) {
      side.ledger().record(ACME, "operator-1", Samples.registered(new AgentId("agent-" + i)));
    }
  }

  @Test
  void givesEntriesCharacterByCharacterAsRecorded() throws Exception {
    String recorded =
        new String(side.log().entries(ACME.value(), 2, 1).getFirst(), StandardCharsets.UTF_8);

    side.get(auditor(ACME), "/v1/ledger/entries?from=2&size=3")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.items.length()").value(3))
        .andExpect(jsonPath("$.items[0].index").value(2))
        .andExpect(jsonPath("$.items[0].entry").value(recorded))
        .andExpect(jsonPath("$.next").value("5"));
    side.get(auditor(ACME), "/v1/ledger/entries?from=5&size=3")
        .andExpect(jsonPath("$.items.length()").value(2))
        .andExpect(jsonPath("$.next").doesNotExist());
  }

  @Test
  void givesReceiptsThatTheKeyVerifies() throws Exception {
    NoteVerifier key = NoteVerifier.parse(text("/v1/ledger/key").strip());
    assertThat(key).isEqualTo(side.signer().verifier());

    Receipt receipt = Receipt.parse(bytes("/v1/ledger/proofs/inclusion?index=4"));

    byte[] entry = side.log().entries(ACME.value(), 4, 1).getFirst();
    assertThat(receipt.inclusion().index()).isEqualTo(4);
    new Proofs(side.log().hashes(ACME.value()), 7)
        .head()
        .checkIncludes(TreeHashing.leaf(entry), receipt.inclusion());
    assertThat(receipt.checkpoint()).isEqualTo(SignedNote.parse(bytes("/v1/ledger/checkpoint")));
  }

  @Test
  void provesThatAnOlderTreeIsAPrefix() throws Exception {
    TreeHead older = new Proofs(side.log().hashes(ACME.value()), 3).head();
    TreeHead newer =
        Checkpoint.parse(SignedNote.parse(bytes("/v1/ledger/checkpoint")).text()).head();

    older.checkPrefixOf(
        newer, ConsistencyProof.parse(text("/v1/ledger/proofs/consistency?from=3")));
    older.checkPrefixOf(
        newer, ConsistencyProof.parse(text("/v1/ledger/proofs/consistency?from=3&to=7")));
  }

  @Test
  void servesTiles() throws Exception {
    byte[] tile = bytes("/v1/ledger/tile/0/000.p/7");

    assertThat(tile).hasSize(7 * 32);
    side.get(auditor(ACME), "/v1/ledger/tile/entries/000.p/7")
        .andExpect(status().isOk())
        .andExpect(header().string("Cache-Control", "max-age=60, private"));
  }

  @Test
  void letsFullTilesBeKeptForEver() throws Exception {
    for (int i = 7; i < 256; i++) {
      side.ledger().record(ACME, "operator-1", Samples.registered(new AgentId("agent-" + i)));
    }
    for (String tile : List.of("0/000", "entries/000")) {
      side.get(auditor(ACME), "/v1/ledger/tile/" + tile)
          .andExpect(status().isOk())
          .andExpect(header().string("Cache-Control", "max-age=31536000, private, immutable"));
    }
    side.get(auditor(ACME), "/v1/ledger/tile/1/000.p/1")
        .andExpect(header().string("Cache-Control", "max-age=60, private"));
  }

  @Test
  void listsTheKeysOfTheLog() throws Exception {
    side.get(auditor(ACME), "/v1/ledger/keys")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.keys.length()").value(1))
        .andExpect(jsonPath("$.keys[0].vkey").value(side.signer().verifier().vkey()))
        .andExpect(jsonPath("$.keys[0].state").value("CURRENT"));
    side.get(auditor(ACME), "/v1/ledger/rotations/0").andExpect(status().isNotFound());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/ledger/tile/0/000.p/8",
        "/v1/ledger/tile/0/000",
        "/v1/ledger/proofs/inclusion?index=7",
        "/v1/ledger/proofs/inclusion?index=0&size=8",
        "/v1/ledger/proofs/consistency?from=3&to=8"
      })
  void finds404BeyondTheNewestCheckpoint(String uri) throws Exception {
    side.get(auditor(ACME), uri).andExpect(status().isNotFound());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/ledger/tile/0/0",
        "/v1/ledger/tile/x",
        "/v1/ledger/proofs/inclusion?index=-1",
        "/v1/ledger/proofs/consistency?from=4&to=3",
        "/v1/ledger/entries?from=-1",
        "/v1/ledger/entries?size=501",
        "/v1/ledger/entries?size=0"
      })
  void refusesWhatNoLogCanHave(String uri) throws Exception {
    side.get(auditor(ACME), uri).andExpect(status().isBadRequest());
  }

  @Test
  void showsEachTenantItsOwnLogOnly() throws Exception {
    side.get(auditor(OTHER), "/v1/ledger/entries").andExpect(jsonPath("$.items.length()").value(1));
    side.get(auditor(OTHER), "/v1/ledger/proofs/inclusion?index=3")
        .andExpect(status().isNotFound());
  }

  @Test
  void answersTheCheckpointThroughTheGatewayToo() throws Exception {
    assertThat(side.reads().find(new FindCheckpoint(ACME), String.class))
        .contains(text("/v1/ledger/checkpoint"));
  }

  private byte[] bytes(String uri) throws Exception {
    return side.get(auditor(ACME), uri)
        .andExpect(status().isOk())
        .andReturn()
        .getResponse()
        .getContentAsByteArray();
  }

  private String text(String uri) throws Exception {
    return new String(bytes(uri), StandardCharsets.UTF_8);
  }
}
