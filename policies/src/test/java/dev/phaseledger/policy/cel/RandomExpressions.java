package dev.phaseledger.policy.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Well-typed expressions over everything that maps may read, drawn at random.
final class RandomExpressions {

  private static final List<String> TEXTS =
      List.of(
          "''", "'prod'", "'c0ffee'", "'tests'", "'a/b'", "'**/*.pem'", "'é𝄞'", "'src/A.java'");
  private static final List<String> NUMBERS =
      List.of("0", "1", "2", "-3", "10", "9223372036854775807", "-9223372036854775807");

  private final SplittableRandom random;

  /// Variables of the loops around, with their types: `s` text, `e` evidence, `a` approval.
  private final List<String> loops = new ArrayList<>();

  RandomExpressions(SplittableRandom random) {
    this.random = random;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  String truth(int depth) {
    if (depth <= 0) {
      return pick(
          "true",
          "false",
          "command.irreversible",
          "agent.suspended",
          "run.frozen",
          "facts.pipeline.frozen",
          "has(command.branch)",
          "has(run.commit)",
          "has(facts.pipeline)",
          local("e", ".passed", "agent.suspended"),
          local("a", ".approved", "run.frozen"));
    }
    return switch (random.nextInt(20)) {
      case 0, 1 -> "(" + truth(depth - 1) + " && " + truth(depth - 1) + ")";
      case 2, 3 -> "(" + truth(depth - 1) + " || " + truth(depth - 1) + ")";
      case 4 -> "!" + truth(depth - 1);
      case 5 -> "(" + truth(depth - 1) + " ? " + truth(depth - 1) + " : " + truth(depth - 1) + ")";
      case 6, 7 -> "(" + whole(depth - 1) + order() + whole(depth - 1) + ")";
      case 8 -> "(" + text(depth - 1) + order() + text(depth - 1) + ")";
      case 9 -> "(" + time(depth - 1) + order() + time(depth - 1) + ")";
      case 10 -> "(" + length(depth - 1) + order() + length(depth - 1) + ")";
      case 11 -> "(" + truth(depth - 1) + pick(" == ", " != ") + truth(depth - 1) + ")";
      case 12 -> "(" + text(depth - 1) + " in " + texts(depth - 1) + ")";
      case 13 -> "(" + text(depth - 1) + " in " + pick("history.counters", "facts.owner") + ")";
      case 14 ->
          text(depth - 1)
              + pick(".contains(", ".startsWith(", ".endsWith(", ".glob(")
              + text(depth - 1)
              + ")";
      case 15 -> text(depth - 1) + ".matches('^[a-z]+(/[A-Za-z]+)*')";
      case 16 ->
          texts(depth - 1)
              + pick(
                  ".within(contract.allowedPaths)",
                  ".anyGlob(contract.deniedGlobs)",
                  ".traversalFree()");
      case 17 -> "(" + whole(depth - 1) + " in [1, 2, " + whole(depth - 1) + "])";
      default -> loop(depth, pick(".exists(", ".all(", ".exists_one("), this::truth);
    };
  }

  private String order() {
    return pick(" == ", " != ", " < ", " <= ", " > ", " >= ");
  }

  private interface Body {
    String of(int depth);
  }

  private String loop(int depth, String macro, Body body) {
    String range =
        pick("evidence", "approvals", "command.paths", "history.counters", "facts.owner");
    String type =
        switch (range) {
          case "evidence" -> "e";
          case "approvals" -> "a";
          default -> "s";
        };
    String list = range.equals("command.paths") ? texts(depth - 1) : range;
    String variable = type + (random.nextInt(6) == 0 ? "" : Integer.toString(loops.size()));
    loops.add(variable);
    String each = body.of(depth - 1);
    loops.removeLast();
    return list + macro + variable + ", " + each + ")";
  }

  private String local(String type, String member, String otherwise) {
    for (int i = loops.size() - 1; i >= 0; i--) {
      if (loops.get(i).startsWith(type) && random.nextInt(3) > 0) {
        return loops.get(i) + member;
      }
    }
    return otherwise;
  }

  String whole(int depth) {
    if (depth <= 0) {
      return pick(
          pick(NUMBERS),
          "agent.level",
          "command.diffLines",
          "command.estCostMicros",
          "contract.budgetMicros",
          "history.spentMicros",
          "run.openIncidents",
          "facts.pipeline.failedBuilds",
          "history.counters['denials_24h']",
          "history.counters[?'failures_24h'].orValue(3)",
          "contract.?quorum.orValue(2)");
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 ->
          "(" + whole(depth - 1) + pick(" + ", " - ", " * ", " / ", " % ") + whole(depth - 1) + ")";
      case 4 -> "-" + "(" + whole(depth - 1) + ")";
      case 5 -> size(depth);
      case 6 -> "(" + truth(depth - 1) + " ? " + whole(depth - 1) + " : " + whole(depth - 1) + ")";
      case 7 ->
          time(depth - 1)
              + pick(
                  ".getHours()",
                  ".getMinutes()",
                  ".getDayOfWeek()",
                  ".getMonth()",
                  ".getDate()",
                  ".getDayOfMonth()",
                  ".getDayOfYear()",
                  ".getFullYear()",
                  ".getHours('UTC')",
                  ".getDayOfWeek('UTC')");
      case 8 -> length(depth - 1) + pick(".getHours()", ".getMinutes()");
      case 9 -> "[" + whole(depth - 1) + ", 7][" + whole(depth - 1) + "]";
      case 10 -> loop(depth, ".sum(", this::whole);
      default -> loop(depth, ".count(", this::truth);
    };
  }

  private String size(int depth) {
    return "size("
        + pick(text(depth - 1), texts(depth - 1), "history.counters", "evidence", "facts.owner")
        + ")";
  }

  String text(int depth) {
    if (depth <= 0) {
      return pick(
          pick(TEXTS),
          "command.branch",
          "command.env",
          "command.requestedBy",
          "agent.id",
          "run.commit",
          "facts.owner['a/b']",
          "facts.owner[?'c'].orValue('nobody')",
          "command.?branch.orValue('none')",
          "facts.?pipeline.?note.orValue('-')",
          local("e", ".kind", "run.state"),
          local("a", ".by", "agent.tier"),
          local("s", "", "command.phase"));
    }
    return switch (random.nextInt(7)) {
      case 0 -> loops.isEmpty() ? "(" + text(depth - 1) + " + " + text(depth - 1) + ")" : text(0);
      case 1 -> "(" + truth(depth - 1) + " ? " + text(depth - 1) + " : " + text(depth - 1) + ")";
      case 2 -> "string(" + pick(whole(depth - 1), truth(depth - 1), time(depth - 1)) + ")";
      case 3 -> text(depth - 1) + pick(".lowerAscii()", ".upperAscii()", ".trim()");
      case 4 -> "key(" + text(depth - 1) + ", " + text(depth - 1) + ")";
      case 5 -> texts(depth - 1) + "[" + pick("0", "1", whole(depth - 1)) + "]";
      default -> text(depth - 1);
    };
  }

  String texts(int depth) {
    if (depth <= 0) {
      return pick(
          "command.paths",
          "command.dataClasses",
          "contract.dataClasses",
          "agent.roles",
          "['prod', 'tests', 'a/b']",
          local("a", ".roles", "contract.allowedTools"));
    }
    return switch (random.nextInt(4)) {
      case 0 -> "[" + text(depth - 1) + ", " + text(depth - 1) + "]";
      case 1 -> texts(depth - 1) + ".distinct()";
      case 2 -> "(" + truth(depth - 1) + " ? " + texts(depth - 1) + " : " + texts(depth - 1) + ")";
      default -> texts(depth - 1);
    };
  }

  private String time(int depth) {
    if (depth <= 0) {
      return pick(
          "now",
          "contract.notAfter",
          "run.startedAt",
          "agent.grantExpiresAt",
          "timestamp('2026-03-02T10:00:00Z')",
          local("e", ".at", "contract.notBefore"));
    }
    return switch (random.nextInt(3)) {
      case 0 -> "(" + time(depth - 1) + pick(" + ", " - ") + length(depth - 1) + ")";
      case 1 -> "(" + length(depth - 1) + " + " + time(depth - 1) + ")";
      default -> time(0);
    };
  }

  private String length(int depth) {
    if (depth <= 0) {
      return pick(
          "duration('2h')",
          "duration('1h30m')",
          "duration('90s')",
          "duration('1.5s')",
          "duration('87000000h')");
    }
    return switch (random.nextInt(3)) {
      case 0 -> "(" + time(depth - 1) + " - " + time(depth - 1) + ")";
      case 1 -> "(" + length(depth - 1) + pick(" + ", " - ") + length(depth - 1) + ")";
      default -> length(0);
    };
  }
}
