package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SigningKeysTest {

  private static final TenantId TENANT = new TenantId("acme");

  @TempDir private Path directory;

  @Test
  void makesAKeyThatOnlyItsOwnerCanReadAndFindsItAgain() throws IOException {
    SigningKeys made = SigningKeys.loadOrCreate(directory.resolve("new"), "example.com");
    SigningKeys found = SigningKeys.loadOrCreate(directory.resolve("new"), "example.com");

    Path file = directory.resolve("new").resolve(SigningKeys.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(found.verifier(TENANT)).isEqualTo(made.verifier(TENANT));
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void namesEachLogAfterOriginAndTenant() {
    SigningKeys keys = SigningKeys.loadOrCreate(directory, "example.com");

    assertThat(keys.verifier(TENANT).name()).isEqualTo("example.com/acme");
    assertThat(keys.verifier(new TenantId("other")).keyId())
        .isNotEqualTo(keys.verifier(TENANT).keyId());
  }

  @Test
  void refusesAKeyThatOthersCanRead() throws IOException {
    SigningKeys.loadOrCreate(directory, "example.com");
    Files.setPosixFilePermissions(
        directory.resolve(SigningKeys.FILE), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> SigningKeys.loadOrCreate(directory, "example.com"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("0600");
  }

  @Test
  void refusesAKeyOfAnotherOriginAndADamagedOne() throws IOException {
    SigningKeys.loadOrCreate(directory, "example.com");
    assertThatThrownBy(() -> SigningKeys.loadOrCreate(directory, "example.org"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("example.com");

    Files.writeString(directory.resolve(SigningKeys.FILE), "PRIVATE+KEY+example.com+00000000+AAAA");
    assertThatThrownBy(() -> SigningKeys.loadOrCreate(directory, "example.com"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged")
        .hasMessageNotContaining("AAAA");
  }

  @Test
  void nodesThatStartTogetherAgreeOnOneKey() {
    List<String> keys =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(_ -> SigningKeys.loadOrCreate(directory, "example.com"))
            .map(found -> found.verifier(TENANT).vkey())
            .distinct()
            .toList();

    assertThat(keys).hasSize(1);
  }
}
