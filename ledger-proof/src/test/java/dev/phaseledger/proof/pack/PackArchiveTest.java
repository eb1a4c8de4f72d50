package dev.phaseledger.proof.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackArchiveTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "/etc/passwd",
        "a/../../b",
        "C:\\x",
        "..",
        "a\\b",
        "a//b",
        "a/",
        "a/b/c",
        ".hidden",
        "name\nline",
        "a..b",
        "\u202Etxt.exe",
        "con:",
        ""
      })
  void refusesNamesThatMayLeadElsewhere(String name) throws IOException {
    Path zip = directory.resolve("bad.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(name));
      out.write('x');
      out.closeEntry();
    }
    assertThatThrownBy(() -> PackArchive.open(zip)).isInstanceOf(DamagedPackException.class);
  }

  @Test
  void refusesABombBeforeUnpackingIt() throws IOException {
    Path zip = directory.resolve("bomb.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("entries.jsonl"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
      out.closeEntry();
    }
    assertThatThrownBy(() -> PackArchive.open(zip))
        .isInstanceOf(DamagedPackException.class)
        .hasMessageContaining("times its packed size");
  }

  @Test
  void refusesTwoFilesOfOneName() throws IOException {
    Path zip = directory.resolve("twice.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : new String[] {"pack.jsoA", "pack.jsoB"}) {
        out.putNextEntry(new ZipEntry(name));
        out.write('x');
        out.closeEntry();
      }
    }
    byte[] bytes = Files.readAllBytes(zip);
    byte[] second = "pack.jsoB".getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + second.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + second.length, second, 0, second.length)) {
        bytes[at + second.length - 1] = 'A';
      }
    }
    Files.write(zip, bytes);
    assertThatThrownBy(() -> PackArchive.open(zip))
        .isInstanceOf(DamagedPackException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void refusesMoreFilesThanThereMayBe() throws IOException {
    Path zip = directory.resolve("many.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i <= PackArchive.FILES_MAX; i++) {
        out.putNextEntry(new ZipEntry("f" + i));
        out.closeEntry();
      }
    }
    assertThatThrownBy(() -> PackArchive.open(zip))
        .isInstanceOf(DamagedPackException.class)
        .hasMessageContaining("files allowed");
  }

  @Test
  void readsNoMoreThanAFileSaysItHas() throws IOException {
    Path zip = TestPack.whole(50).zip(directory.resolve("pack.zip"));
    byte[] bytes = Files.readAllBytes(zip);
    // The size of the first file in the central directory, which is what readers go by.
    int central = lastIndexOf(bytes, new byte[] {'P', 'K', 1, 2}, "entries.jsonl");
    bytes[central + 24] = 10;
    bytes[central + 25] = 0;
    Files.write(zip, bytes);
    assertThatThrownBy(
            () -> {
              try (PackArchive archive = PackArchive.open(zip);
                  InputStream in = archive.open("entries.jsonl")) {
                in.transferTo(OutputStream.nullOutputStream());
              }
            })
        .isInstanceOf(DamagedPackException.class);
  }

  private static int lastIndexOf(byte[] bytes, byte[] signature, String name) {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    for (int at = bytes.length - 46 - wanted.length; at >= 0; at--) {
      if (Arrays.equals(bytes, at, at + 4, signature, 0, 4)
          && Arrays.equals(bytes, at + 46, at + 46 + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError("no central entry of " + name);
  }

  @Test
  void refusesATruncatedZipAndWhatIsNone() throws IOException {
    Path zip = TestPack.whole(3).zip(directory.resolve("pack.zip"));
    byte[] bytes = Files.readAllBytes(zip);
    Path cut = Files.write(directory.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> PackArchive.open(cut)).isInstanceOf(DamagedPackException.class);
    Path text = Files.writeString(directory.resolve("text.zip"), "hello");
    assertThatThrownBy(() -> PackArchive.open(text)).isInstanceOf(DamagedPackException.class);
  }

  @Test
  void followsNoLinkOutOfADirectory() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "x");
    Path pack = Files.createDirectory(directory.resolve("pack"));
    Files.createSymbolicLink(pack.resolve("entries.jsonl"), secret);
    assertThatThrownBy(() -> PackArchive.open(pack)).isInstanceOf(DamagedPackException.class);
  }

  @Test
  void writesTheSameBytesForTheSamePack() throws IOException {
    Path one = TestPack.whole(9).zip(directory.resolve("one.zip"));
    Path two = TestPack.whole(9).zip(directory.resolve("two.zip"));
    assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(two));
  }
}
