package dev.phaseledger.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads how much CPU time the JVM, the database server and the whole machine have used so far.
///
/// The server's and the machine's come from `/proc` (proc_pid_stat(5), proc_stat(5)); where there
/// is none, or the server runs elsewhere, they are absent and [#unavailable] says why.
final class CpuTimes {

  /// Length of a tick of `/proc`: user space sees 100 per second on every Linux.
  private static final long TICK_NANOS = 10_000_000L;

  // Places in a stat line, counted after the name in parentheses.
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int REAPED_SYSTEM = 14;

  private final OperatingSystemMXBean jvm =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Path proc;
  private final Optional<Long> server;
  private final boolean machine;
  private final Optional<String> unavailable;

  private CpuTimes(
      Path proc, Optional<Long> server, boolean machine, Optional<String> unavailable) {
    this.proc = proc;
    this.server = server;
    this.machine = machine;
    this.unavailable = unavailable;
  }

  /// CPU times used so far, in nanoseconds.
  record Reading(long jvm, Optional<Long> postgres, Optional<Long> machine) {}

  /// Finds the server by one of its backends, which `pg_backend_pid()` names.
  static CpuTimes of(Path proc, long backend) {
    if (!Files.isReadable(proc.resolve("stat"))) {
      return new CpuTimes(
          proc,
          Optional.empty(),
          false,
          Optional.of("there is no " + proc + " here: PostgreSQL's CPU time cannot be read"));
    }
    Optional<Stat> stat = Stat.read(proc, Long.toString(backend));
    if (stat.isEmpty() || !stat.get().name().startsWith("postgres")) {
      return new CpuTimes(
          proc,
          Optional.empty(),
          false,
          Optional.of("PostgreSQL runs on another machine: its CPU time cannot be read"));
    }
    return new CpuTimes(proc, Optional.of(stat.get().field(PARENT)), true, Optional.empty());
  }

  /// For what needs no server.
  static CpuTimes withoutServer(Path proc) {
    return new CpuTimes(
        proc, Optional.empty(), Files.isReadable(proc.resolve("stat")), Optional.empty());
  }

  Optional<String> unavailable() {
    return unavailable;
  }

  Reading read() {
    return new Reading(
        jvm.getProcessCpuTime(),
        server.map(this::serverNanos),
        machine ? Optional.of(machineNanos()) : Optional.empty());
  }

  /// The postmaster with all children: those alive, and those it has waited for.
  private long serverNanos(long postmaster) {
    long ticks = 0;
    for (Stat process : processes()) {
      if (process.pid() == postmaster) {
        ticks += process.sum(USER, REAPED_SYSTEM);
      } else if (process.field(PARENT) == postmaster) {
        ticks += process.sum(USER, USER + 1);
      }
    }
    return ticks * TICK_NANOS;
  }

  private List<Stat> processes() {
    var found = new ArrayList<Stat>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path directory : directories) {
        Stat.read(proc, directory.getFileName().toString()).ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /// Everything but idling and waiting for disks.
  private long machineNanos() {
    try {
      String[] fields = Files.readAllLines(proc.resolve("stat")).getFirst().split(" +", -1);
      long ticks = 0;
      for (int busy : new int[] {1, 2, 3, 6, 7}) {
        ticks += Long.parseLong(fields[busy]);
      }
      return ticks * TICK_NANOS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One process, as its stat line tells.
  record Stat(long pid, String name, List<String> fields) {

    static Optional<Stat> read(Path proc, String pid) {
      try {
        return Optional.of(parse(Files.readString(proc.resolve(pid).resolve("stat"))));
      } catch (NoSuchFileException _) {
        return Optional.empty();
      } catch (IOException e) {
        // Reading the file of a process that has just ended fails with ESRCH instead.
        if (Files.exists(proc.resolve(pid))) {
          throw new UncheckedIOException(e);
        }
        return Optional.empty();
      }
    }

    /// The name may hold blanks and parentheses: fields are counted from its last parenthesis.
    static Stat parse(String line) {
      int open = line.indexOf('(');
      int close = line.lastIndexOf(')');
      return new Stat(
          Long.parseLong(line.substring(0, open).strip()),
          line.substring(open + 1, close),
          List.of(line.substring(close + 1).strip().split(" ", -1)));
    }

    long field(int place) {
      return Long.parseLong(fields.get(place));
    }

    long sum(int first, int last) {
      long sum = 0;
      for (int place = first; place <= last; place++) {
        sum += field(place);
      }
      return sum;
    }
  }
}
