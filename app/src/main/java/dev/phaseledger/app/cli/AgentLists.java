package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.app.cli.AuthorityAnswer.Form;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prints agents and proposed promotions.
final class AgentLists {

  private AgentLists() {}

  static int agents(ServiceOptions service, PrintWriter out, Form form) throws IOException {
    List<Fields> agents = all(service, "/v1/agents");
    if (form == Form.JSON) {
      out.println(json(agents));
      return ExitCode.OK;
    }
    Table table = new Table().row("agent", "status", "level", "executions", "failures", "run");
    for (Fields agent : agents) {
      Fields competence = Members.object(agent, "competence");
      table.row(
          Members.text(agent, "agentId"),
          Members.text(agent, "status"),
          Members.number(agent, "level"),
          Members.number(competence, "executions"),
          Members.number(competence, "failures"),
          Members.number(competence, "consecutivePassesAtLevel"));
    }
    table.print(out);
    return ExitCode.OK;
  }

  static int promotions(ServiceOptions service, PrintWriter out, Form form) throws IOException {
    List<Fields> promotions = all(service, "/v1/promotions");
    if (form == Form.JSON) {
      out.println(json(promotions));
      return ExitCode.OK;
    }
    if (promotions.isEmpty()) {
      out.println("No promotion is proposed.");
    }
    for (Fields open : promotions) {
      out.println(
          "%s  proposal %s: from level %d to %d, until %s"
              .formatted(
                  Members.text(open, "agentId"),
                  Members.text(open, "proposal"),
                  Members.number(open, "from"),
                  Members.number(open, "to"),
                  Members.text(open, "expiresAt")));
      out.println("  " + Members.text(open, "rule"));
      out.println("  " + Members.text(open, "explanation"));
      out.println(
          "  needs %d of %s; granted by %s"
              .formatted(
                  Members.number(open, "count"),
                  open.find("roles").map(Json::text).orElse("[]"),
                  open.find("grantedBy").map(Json::text).orElse("[]")));
    }
    return ExitCode.OK;
  }

  static void print(Fields agent, PrintWriter out) {
    Fields competence = Members.object(agent, "competence");
    out.println(
        "%s is %s at level %d since %s; %s answers for it."
            .formatted(
                Members.text(agent, "agentId"),
                Members.text(agent, "status"),
                Members.number(agent, "level"),
                Members.text(competence, "levelSince"),
                Members.text(agent, "owner")));
    Table table = new Table().row("work on record", "in all", "at this level");
    row(table, competence, "executions", "executionsAtLevel");
    row(table, competence, "consecutivePasses", "consecutivePassesAtLevel");
    row(table, competence, "violations", "violationsAtLevel");
    table.row("failures", Members.number(competence, "failures"), "");
    table.row("vetoes", Members.number(competence, "vetoes"), "");
    table.print(out);
  }

  private static void row(Table table, Fields competence, String all, String atLevel) {
    table.row(all, Members.number(competence, all), Members.number(competence, atLevel));
  }

  private static String json(List<Fields> items) {
    return Json.text(Fields.with("items", new Items(List.<JsonValue>copyOf(items))).build());
  }

  private static List<Fields> all(ServiceOptions service, String path) throws IOException {
    List<Fields> all = new ArrayList<>();
    try (LedgerClient client = service.client()) {
      Optional<String> next = Optional.empty();
      do {
        Fields page =
            client.get(
                path
                    + "?size=500"
                    + next.map(after -> "&after=" + LedgerClient.escape(after)).orElse(""));
        all.addAll(Members.objects(page, "items"));
        next = Members.find(page, "next");
      } while (next.isPresent());
    }
    return all;
  }
}
