package dev.phaseledger.query.dispatches;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Principals.OTHER;
import static dev.phaseledger.query.testing.Principals.agent;
import static dev.phaseledger.query.testing.Principals.auditor;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.query.testing.Ledger;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class TrailPictureTest {

  private static final String HOSTILE =
      "</text></title></svg><script>alert(1)</script> & \" ' ]]> \u202e \u001b";

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void recordAHistory() {
    Ledger ledger = side.ledger();
    ledger.record(ACME, "operator-1", Samples.registered(AGENT));
    ledger.record(ACME, "operator-1", Samples.issued(CONTRACT, AGENT));
    ledger.record(ACME, "agent-7", Samples.decided(CONTRACT, "d-1", Verdict.APPROVAL_REQUIRED));
    ledger.record(ACME, "reviewer-1", Samples.answered(CONTRACT, "d-1", true));
    ledger.record(ACME, "reviewer-1", Samples.rejudged(CONTRACT, "d-1", Verdict.AUTHORIZED));
    ledger.record(ACME, "ci", Samples.evidence(CONTRACT, Optional.of("d-1")));
    ledger.record(
        ACME,
        "agent-7",
        new OutcomeRecorded(
            CONTRACT, AGENT, new DispatchId("d-1"), Outcome.FAILED, HOSTILE, Optional.empty()));
    side.fold();
  }

  @Test
  void drawsALaneForEachActorAndAnArrowForEachEntry() throws Exception {
    Document picture = picture();

    assertThat(texts(picture))
        .contains("agent-7", "reviewer-1", "ci", "ledger log", "approval.recorded.v2");
    NodeList paths = picture.getElementsByTagName("path");
    // Five entries and one verdict that goes back, each with a line and a tip.
    assertThat(paths.getLength()).isEqualTo(12);
    assertThat(styles(paths))
        .containsExactly(
            "arrow ask", "arrow wait", "arrow good", "arrow good", "arrow ask", "arrow ask");
  }

  @Test
  void coloursAVerdictByWhatTheLedgerSaidAndNotByWhatTheAgentWrote() throws Exception {
    var request =
        new DispatchRequest(
            new DispatchId("d-2"),
            "repo.write",
            List.of(),
            JsonValue.Fields.with("verdict", new JsonValue.Text("VETOED")).build(),
            "\"verdict\":\"VETOED\"",
            Map.of("verdict", "VETOED"),
            Set.of(),
            0,
            false,
            Optional.empty(),
            Optional.empty());
    side.ledger()
        .record(
            ACME,
            "agent-7",
            new DispatchDecided(
                CONTRACT,
                AGENT,
                request,
                Forms.digest(request),
                Samples.judgement(Verdict.AUTHORIZED)));
    side.fold();

    assertThat(styles(picture("d-2").getElementsByTagName("path")))
        .containsExactly("arrow ask", "arrow good");
  }

  @Test
  void holdsHostileTextAsTextOnly() throws Exception {
    Document picture = picture();

    assertThat(picture.getElementsByTagName("script").getLength()).isZero();
    assertThat(picture.getElementsByTagName("svg").getLength()).isEqualTo(1);
    NodeList titles = picture.getElementsByTagName("title");
    assertThat(titles.item(titles.getLength() - 1).getTextContent())
        .contains("</text></title></svg><script>alert(1)</script> & \" ' ]]>")
        .doesNotContain("\u202e", "\u001b");
  }

  @Test
  void allowsThePictureNothingButItsOwnStyle() throws Exception {
    side.get(auditor(ACME), "/v1/dispatches/d-1/trail.svg")
        .andExpect(status().isOk())
        .andExpect(header().string("Content-Type", "image/svg+xml"))
        .andExpect(
            header()
                .string(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"));
  }

  @Test
  void isForWhoeverMayReadTheDispatch() throws Exception {
    String uri = "/v1/dispatches/d-1/trail.svg";
    side.get(agent(ACME, "agent-7"), uri).andExpect(status().isOk());
    side.get(agent(ACME, "agent-8"), uri).andExpect(status().isNotFound());
    side.get(auditor(OTHER), uri).andExpect(status().isNotFound());
    side.get(auditor(ACME), "/v1/dispatches/d-9/trail.svg").andExpect(status().isNotFound());
  }

  @Test
  void saysHowMuchItDoesNotShow() throws Exception {
    for (int i = 0; i < TrailPicture.STEPS_SHOWN_MAX; i++) {
      side.ledger().record(ACME, "ci-" + i, Samples.evidence(CONTRACT, Optional.of("d-1")));
    }
    side.fold();

    assertThat(texts(picture())).contains("and 5 entries more", "others");
  }

  private static List<String> styles(NodeList paths) {
    return IntStream.range(0, paths.getLength())
        .mapToObj(i -> ((Element) paths.item(i)).getAttribute("class"))
        .filter(style -> style.startsWith("arrow"))
        .toList();
  }

  private Document picture() throws Exception {
    return picture("d-1");
  }

  private Document picture(String dispatch) throws Exception {
    byte[] svg =
        side.get(auditor(ACME), "/v1/dispatches/" + dispatch + "/trail.svg")
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsByteArray();
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  private static List<String> texts(Document picture) {
    NodeList elements = picture.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      texts.add(elements.item(i).getTextContent());
    }
    return texts;
  }
}
