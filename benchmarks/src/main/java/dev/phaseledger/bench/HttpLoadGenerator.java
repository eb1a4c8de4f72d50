package dev.phaseledger.bench;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The other side of an [HttpTarget]: a process that asks, told over its standard input what to do.
///
/// It reads lines: `host port tenant operator-token agents`, then as many lines `agent token`, then
/// any number of `connections milliseconds`, each of which it answers with a line of figures.
/// Tokens come this way because everybody can read a process's arguments.
public final class HttpLoadGenerator {

  private HttpLoadGenerator() {}

  /// Runs until the input ends.
  public static void run(BufferedReader in, PrintWriter out, Clock clock, IdSource ids)
      throws IOException {
    String[] service = line(in).split(" ", -1);
    Map<String, String> agents = new LinkedHashMap<>();
    for (int left = Integer.parseInt(service[4]); left > 0; left--) {
      String[] login = line(in).split(" ", -1);
      agents.put(login[0], login[1]);
    }
    var load =
        new HttpLoad(
            new InetSocketAddress(service[0], Integer.parseInt(service[1])),
            new HttpTarget.Logins(service[3], agents),
            new TenantId(service[2]),
            clock,
            ids);
    for (String order = in.readLine(); order != null; order = in.readLine()) {
      String[] parts = order.split(" ", -1);
      out.println(
          load.run(Integer.parseInt(parts[0]), Duration.ofMillis(Long.parseLong(parts[1]))).line());
    }
  }

  /// The first lines of what a generator is told.
  public static String greeting(
      InetSocketAddress service, TenantId tenant, HttpTarget.Logins logins) {
    var lines = new StringBuilder();
    lines.append(
        "%s %d %s %s %d\n"
            .formatted(
                service.getHostString(),
                service.getPort(),
                tenant,
                logins.operatorToken(),
                logins.agents().size()));
    logins.agents().forEach((agent, token) -> lines.append(agent + ' ' + token + '\n'));
    return lines.toString();
  }

  /// The line that orders a load.
  public static String order(int connections, Duration length) {
    return connections + " " + length.toMillis() + "\n";
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the input ended before the load was described");
    }
    return line;
  }
}
