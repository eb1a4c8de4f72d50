package dev.phaseledger.console.maps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.MapDraftView;
import dev.phaseledger.api.query.MapView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EditorBlockTest {

  private static Principal author(String id, Optional<PrincipalId> onBehalfOf) {
    return new Principal(
        new PrincipalId(id),
        Principal.Kind.HUMAN,
        new TenantId("acme"),
        Set.of(Role.POLICY_AUTHOR),
        onBehalfOf);
  }

  private static EditorBlock opened(Principal reader) {
    return EditorBlock.of(
        new MapDraftView(
            "limits",
            "source",
            Digest.of("source"),
            Optional.empty(),
            Set.of(new PrincipalId("ada").value()),
            List.of(),
            4),
        reader);
  }

  @Test
  void knowsWhoHasHadAHandInADraft() {
    assertThat(opened(author("ada", Optional.empty())).own()).isTrue();
    assertThat(opened(author("bob", Optional.empty())).own()).isFalse();
    // A deputy and whom it acts for count as one.
    assertThat(opened(author("deputy", Optional.of(new PrincipalId("ada")))).own()).isTrue();
  }

  @Test
  void raisesTheNumberOfTheVersionThatIsGoneOnFrom() {
    String source = "apiVersion: governance/v1\nmetadata: {name: limits, version: 2, owner: x}\n";
    VersionLine version =
        VersionLine.of(
            new MapView(
                "limits",
                2,
                Digest.of("v2").value(),
                false,
                source,
                "ada",
                Instant.EPOCH,
                9,
                Optional.empty()));
    EditorBlock block = EditorBlock.next(version, source, "limits", 7);
    assertThat(block.source())
        .isEqualTo("apiVersion: governance/v1\nmetadata: {name: limits, version: 8, owner: x}\n");
    assertThat(block.saved()).isFalse();
    assertThat(block.basis()).contains("version 2").contains("raised to 8");
  }

  @Test
  void beginsWithNamesThatYamlReadsBack() {
    assertThat(EditorBlock.starter("no: 'map'", author("ada", Optional.empty())).source())
        .contains("{name: 'no: ''map''', version: 1, owner: ada}");
  }
}
