package dev.phaseledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTimesTest {

  @TempDir private Path proc;

  @Test
  void sumsThePostmasterItsReapedAndItsLivingChildren() throws IOException {
    machine("cpu  100 10 50 900 70 5 5 0 0 0");
    process(40, "postgres", 1, "10 20 300 400");
    process(41, "postgres", 40, "1 2 5000 6000");
    process(42, "postgres", 40, "3 4 0 0");
    process(43, "java", 1, "70000 80000 0 0");
    process(44, "sh (postgres)", 43, "9 9 9 9");

    CpuTimes.Reading reading = CpuTimes.of(proc, 41).read();

    assertThat(reading.postgres()).contains((10 + 20 + 300 + 400 + 1 + 2 + 3 + 4) * 10_000_000L);
    assertThat(reading.machine()).contains((100 + 10 + 50 + 5 + 5) * 10_000_000L);
    assertThat(reading.jvm()).isPositive();
  }

  @Test
  void readsNamesWithBlanksAndParentheses() {
    CpuTimes.Stat stat =
        CpuTimes.Stat.parse("7 (a (b) c) S 3 7 7 0 -1 4194560 1 1 0 0 11 12 13 14 ");

    assertThat(stat.pid()).isEqualTo(7);
    assertThat(stat.name()).isEqualTo("a (b) c");
    assertThat(stat.field(1)).isEqualTo(3);
    assertThat(stat.sum(11, 14)).isEqualTo(50);
  }

  @Test
  void saysSoWhereThereIsNoProc() {
    CpuTimes times = CpuTimes.of(proc.resolve("none"), 41);

    assertThat(times.unavailable()).hasValueSatisfying(why -> assertThat(why).contains("none"));
    assertThat(times.read().postgres()).isEmpty();
    assertThat(times.read().machine()).isEmpty();
    assertThat(times.read().jvm()).isPositive();
  }

  @Test
  void takesNoOtherProcessForAServerElsewhere() throws IOException {
    machine("cpu  1 0 1 1 0 0 0 0 0 0");
    process(41, "editor", 40, "1 2 3 4");

    assertThat(CpuTimes.of(proc, 41).unavailable()).isPresent();
    assertThat(CpuTimes.of(proc, 99).unavailable()).isPresent();
  }

  private void machine(String line) throws IOException {
    Files.writeString(proc.resolve("stat"), line + "\ncpu0 0 0 0 0 0 0 0 0 0 0\n");
  }

  private void process(long pid, String name, long parent, String times) throws IOException {
    Path directory = Files.createDirectory(proc.resolve(Long.toString(pid)));
    Files.writeString(
        directory.resolve("stat"),
        "%d (%s) S %d 40 40 0 -1 4194560 0 0 0 0 %s 20 0 1 0 0 0 0\n"
            .formatted(pid, name, parent, times));
  }
}
