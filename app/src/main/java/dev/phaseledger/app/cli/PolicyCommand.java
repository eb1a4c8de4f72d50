package dev.phaseledger.app.cli;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.MapReview;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "policy",
    description = "Check, test, try and publish invariant maps.",
    subcommands = {PolicyTestCommand.class, PolicyCaseCommand.class, PolicyBacktestCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command, such as check, test, draft, backtest or publish");
  }

  @Command(
      name = "check",
      description = {
        "Check an invariant map: its shape, its types and its expressions, what it may cost,",
        "and what its author hardly means."
      })
  int check(
      @Parameters(paramLabel = "FILE", description = "The map.") Path file,
      @Option(names = "--strict", description = "Let warnings count as problems.") boolean strict,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    MapReview review = InvariantMaps.review(ExampleFiles.read(file));
    if (json) {
      out.println(Json.text(report(review)));
    } else {
      review.problems().forEach(problem -> out.println(DocumentProblems.line(file, problem)));
      review
          .warnings()
          .forEach(warning -> out.println(DocumentProblems.line(file, warning) + " [warning]"));
      out.println(
          review
              .map()
              .map(map ->
                  "%s: map '%s', version %d, is valid; %d warnings; at most %d steps of %d."
                      .formatted(
                          file,
                          map.name(),
                          map.version(),
                          review.warnings().size(),
                          review.steps(),
                          MapReview.STEPS_MAX))
              .orElseGet(() ->
                  "%s is not valid: %d problems, %d warnings."
                      .formatted(file, review.problems().size(), review.warnings().size())));
    }
    return review.map().isEmpty() || (strict && !review.warnings().isEmpty())
        ? ExitCode.NEGATIVE
        : ExitCode.OK;
  }

  private static Fields report(MapReview review) {
    Fields.Builder report = Fields.with("valid", Bool.of(review.map().isPresent()));
    review.map().ifPresent(map -> report.put("name", map.name()).put("version", map.version()));
    return report
        .put("problems", DocumentProblems.json(review.problems()))
        .put("warnings", DocumentProblems.json(review.warnings()))
        .put("steps", review.steps())
        .build();
  }

  @Command(
      name = "schema",
      description = "Print the JSON Schema (2020-12) of invariant maps, for editors.")
  int schema() {
    spec.commandLine().getOut().println(InvariantMaps.schema().stripTrailing());
    return ExitCode.OK;
  }

  @Command(
      name = "publish",
      description = "Put an invariant map in force, or a draft that somebody has saved.")
  int publish(
      @Parameters(paramLabel = "FILE", arity = "0..1", description = "The map.")
          @Nullable Path file,
      @Option(names = "--draft", paramLabel = "NAME", description = "The map whose draft is meant.")
          @Nullable String draft,
      @Option(
              names = "--backtest",
              paramLabel = "DIGEST",
              description = "The signed result of a back-test of this draft.")
          @Nullable String backtest,
      @Mixin ServiceOptions service)
      throws IOException {
    if ((file == null) == (draft == null) || (backtest != null && draft == null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "name a FILE, or a draft with --draft; --backtest goes with a draft");
    }
    return file == null
        ? publishDraft(String.valueOf(draft), Optional.ofNullable(backtest), service)
        : publishFile(file, service);
  }

  private int publishDraft(String name, Optional<String> backtest, ServiceOptions service)
      throws IOException {
    try (LedgerClient client = service.client()) {
      Fields draft = requireDraft(client, name);
      Fields.Builder body = Fields.builder();
      backtest.ifPresent(digest -> body.put("backtest", digest));
      client.post(path(name) + "/publish", body.build(), RandomKeys.next("publish"), tag(draft));
    }
    spec.commandLine().getOut().println("The draft of map '%s' is in force.".formatted(name));
    return ExitCode.OK;
  }

  private int publishFile(Path file, ServiceOptions service) throws IOException {
    String source = ExampleFiles.read(file);
    PrintWriter out = spec.commandLine().getOut();
    CompiledMap map;
    try {
      map = InvariantMaps.compile(source);
    } catch (InvalidMapException failure) {
      DocumentProblems.explain(file, failure, spec.commandLine().getErr());
      return ExitCode.NEGATIVE;
    }
    try (LedgerClient client = service.client()) {
      String key = "publish-" + Digest.of(source).hex();
      client.post("/v1/invariant-maps", Fields.with("source", new Text(source)).build(), key);
    }
    out.println("Map '%s', version %d, is in force.".formatted(map.name(), map.version()));
    return ExitCode.OK;
  }

  @Command(
      name = "draft",
      description =
          "Save a map that is being written; it is in force nowhere, and may have problems.")
  int draft(
      @Parameters(paramLabel = "NAME", description = "The map.") String name,
      @Parameters(paramLabel = "FILE", description = "The map as it stands.") Path file,
      @Mixin ServiceOptions service)
      throws IOException {
    Fields body = Fields.with("source", new Text(ExampleFiles.read(file))).build();
    String key = RandomKeys.next("draft");
    Fields saved;
    try (LedgerClient client = service.client()) {
      Optional<Fields> before = client.find(path(name) + "/draft");
      if (before.isPresent()) {
        client.put(path(name) + "/draft", body, key, tag(before.get()));
      } else {
        client.putNew(path(name) + "/draft", body, key);
      }
      saved = requireDraft(client, name);
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean checked = Members.text(saved, "state").equals("CHECKED");
    out.println(
        checked
            ? "Saved. It can be published as " + Members.text(saved, "digest")
            : "Saved, and not ready to be published:");
    for (Fields problem : Members.objects(saved, "problems")) {
      out.println(
          "%s:%d:%d %s %s"
              .formatted(
                  file,
                  Members.number(problem, "line"),
                  Members.number(problem, "column"),
                  Members.text(problem, "field"),
                  Members.text(problem, "message")));
    }
    return checked ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  @Command(name = "show", description = "Show a version of a map, or its draft.")
  int show(
      @Parameters(paramLabel = "NAME", description = "The map.") String name,
      @Parameters(
              paramLabel = "DIGEST",
              arity = "0..1",
              description = "The version. Default: the one in force")
          @Nullable String digest,
      @Option(names = "--draft", description = "Show its draft.") boolean draft,
      @Option(names = "--json", description = "Print it as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    Fields shown;
    try (LedgerClient client = service.client()) {
      shown =
          draft
              ? requireDraft(client, name)
              : digest == null ? inForce(client, name) : version(client, name, digest);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.text(shown) : Members.text(shown, "source").stripTrailing());
    return ExitCode.OK;
  }

  @Command(
      name = "in-force",
      description = "List the maps in force, and whether one has to be published again.")
  int inForce(
      @Option(names = "--json", description = "Print them as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    Fields state;
    try (LedgerClient client = service.client()) {
      state = client.get("/v1/invariant-maps/in-force");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(state));
      return ExitCode.OK;
    }
    Table table = new Table().row("map", "version", "state", "digest", "problem");
    for (Fields map : Members.objects(state, "items")) {
      table.row(
          Members.text(map, "name"),
          Members.number(map, "version"),
          Members.text(map, "state"),
          Members.text(map, "digest"),
          Members.find(map, "problem").orElse(""));
    }
    table.print(out);
    Members.find(state, "ladderProblem").ifPresent(out::println);
    return ExitCode.OK;
  }

  @Command(name = "versions", description = "List the versions of a map, the newest first.")
  int versions(
      @Parameters(paramLabel = "NAME", description = "The map.") String name,
      @Option(names = "--json", description = "Print them as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    Fields page;
    try (LedgerClient client = service.client()) {
      page = client.get(path(name) + "/versions");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(page));
      return ExitCode.OK;
    }
    Table table = new Table().row("digest", "version", "state", "by", "at");
    for (Fields version : Members.objects(page, "items")) {
      table.row(
          Members.text(version, "digest"),
          Members.number(version, "version"),
          version.find("active").equals(Optional.of(Bool.TRUE)) ? "PUBLISHED" : "SUPERSEDED",
          Members.text(version, "publishedBy"),
          Members.text(version, "publishedAt"));
    }
    table.print(out);
    return ExitCode.OK;
  }

  @Command(name = "diff", description = "Show what differs between two versions of a map.")
  int diff(
      @Parameters(paramLabel = "NAME", description = "The map.") String name,
      @Parameters(paramLabel = "FROM", description = "The earlier version's digest.") String from,
      @Parameters(
              paramLabel = "TO",
              arity = "0..1",
              description = "The later version's digest. Default: the one in force")
          @Nullable String to,
      @Option(names = "--json", description = "Print it as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    Fields diff;
    try (LedgerClient client = service.client()) {
      String later = to == null ? Members.text(inForce(client, name), "digest") : to;
      diff =
          client.get(
              path(name)
                  + "/diff?from="
                  + LedgerClient.escape(from)
                  + "&to="
                  + LedgerClient.escape(later));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(diff));
      return ExitCode.OK;
    }
    for (String kind : List.of("added", "removed", "changed")) {
      texts(diff, kind).forEach(id -> out.println(kind + " " + id));
    }
    texts(diff, "lines").stream().filter(line -> !line.startsWith(" ")).forEach(out::println);
    return ExitCode.OK;
  }

  @Command(
      name = "rollback",
      description = "Put an earlier version of a map in force again, as a publication of its own.")
  int rollback(
      @Parameters(paramLabel = "NAME", description = "The map.") String name,
      @Parameters(paramLabel = "DIGEST", description = "The version.") String digest,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Mixin ServiceOptions service)
      throws IOException {
    try (LedgerClient client = service.client()) {
      client.post(
          path(name) + "/rollback",
          Fields.with("digest", new Text(digest)).put("reason", reason).build(),
          RandomKeys.next("rollback"));
    }
    spec.commandLine()
        .getOut()
        .println("Version %s of map '%s' is in force again.".formatted(digest, name));
    return ExitCode.OK;
  }

  private static String path(String name) {
    return "/v1/invariant-maps/" + LedgerClient.escape(name);
  }

  private static Fields requireDraft(LedgerClient client, String name) {
    return client
        .find(path(name) + "/draft")
        .orElseThrow(() -> CliException.negative("there is no draft of map " + name));
  }

  private static Fields version(LedgerClient client, String name, String digest) {
    return client
        .find(path(name) + "/versions/" + LedgerClient.escape(digest))
        .orElseThrow(
            () -> CliException.negative("map %s has no version %s".formatted(name, digest)));
  }

  private static Fields inForce(LedgerClient client, String name) {
    return Members.objects(client.get(path(name) + "/versions?size=1"), "items").stream()
        .findFirst()
        .orElseThrow(() -> CliException.negative("there is no map " + name));
  }

  /// The tag of a draft is the digest of its source.
  private static String tag(Fields draft) {
    return '"' + Digest.of(Members.text(draft, "source")).value() + '"';
  }

  private static List<String> texts(Fields fields, String name) {
    return fields.find(name).orElse(new Items(List.of())) instanceof Items items
        ? items.values().stream()
            .filter(Text.class::isInstance)
            .map(each -> ((Text) each).value())
            .toList()
        : List.of();
  }
}
