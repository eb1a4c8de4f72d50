package dev.phaseledger.query.pack;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.query.pack.Rows.Row;
import dev.phaseledger.query.reading.Reads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeSet;

/// The entries as a page for people: one file without script or anything from elsewhere, on paper
/// as on the screen. It is made from the entries and not signed, and says so.
final class Report {

  static final String FILE = "report.html";

  private static final String STYLE = style();

  private final Entries entries;
  private final Rows rows;
  private final Extract extract;
  private long line;

  Report(Entries entries, Reads reads, Extract extract) {
    this.entries = entries;
    this.rows = new Rows(extract.tenant(), reads);
    this.extract = extract;
  }

  private static String style() {
    try (InputStream in = Report.class.getResourceAsStream("/pack/report.css")) {
      if (in == null) {
        throw new IllegalStateException("the style of reports is missing in this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writeTo(OutputStream out) throws IOException {
    write(head(), out);
    line = 0;
    entries.selected(
        extract,
        (index, entry) -> {
          line++;
          write(article(rows.of(index, entry)), out);
        });
    write("</main></body></html>\n", out);
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private String head() {
    String title =
        "Evidence pack of %s, entries %d to %d"
            .formatted(extract.tenant(), extract.from(), extract.to() - 1);
    StringBuilder page =
        new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
            .append(" style-src 'unsafe-inline'\">")
            .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .append("<meta name=\"color-scheme\" content=\"light dark\">")
            .append("<title>")
            .append(escape(title))
            .append("</title><style>")
            .append(STYLE)
            .append("</style></head><body><header><h1>")
            .append(escape(title))
            .append("</h1><dl>");
    term("Entries shown", extract.selected().cardinality() + " of the range", page);
    extract.filter().contract().ifPresent(id -> term("Only contract", id.value(), page));
    extract.filter().agent().ifPresent(id -> term("Only agent", id.value(), page));
    term("Signed checkpoint", extract.head().size() + " entries", page);
    term("Its root", extract.head().root().base64(), page);
    return page.append("</dl><p>")
        .append(
            "This page is made from entries.jsonl for reading and is not signed itself. Under each"
                + " entry stands what proves that it is on record, once")
        .append(" <code>ledger verify pack</code> has verified the pack. ")
        .append("A record proves that something was recorded, not that it is true.")
        .append("</p></header><main>\n")
        .toString();
  }

  private String article(Row row) {
    long index = row.recorded().index();
    StringBuilder html = new StringBuilder("<article id=\"e").append(index).append("\"><h2><span>");
    html.append(index).append("</span> ").append(escape(row.type()));
    row.judgement().ifPresent(judgement -> badge(judgement, html));
    html.append("</h2><p>").append(escape(row.sentence())).append("</p><dl>");
    term("When", row.recorded().time().toString(), html);
    term("Recorded for", row.recorded().actor().value(), html);
    row.agent().map(AgentId::value).ifPresent(id -> term("Agent", id, html));
    row.contract().map(ContractId::value).ifPresent(id -> term("Contract", id, html));
    row.dispatch().ifPresent(id -> term("Dispatch", id, html));
    details(row.recorded().event(), html);
    row.judgement().ifPresent(judgement -> judgement(judgement, html));
    html.append("</dl><p class=\"proof\">Its place in the log is proven by line ")
        .append(line)
        .append(" of inclusion.txt for line ")
        .append(line)
        .append(" of entries.jsonl. Leaf hash ")
        .append(row.leaf())
        .append("</p></article>\n");
    return html.toString();
  }

  private static void badge(Judgement judgement, StringBuilder html) {
    String verdict = judgement.verdict().name();
    html.append(" <strong class=\"")
        .append(verdict.toLowerCase(Locale.ROOT))
        .append("\">")
        .append(verdict)
        .append("</strong>");
  }

  private static void details(LedgerEvent event, StringBuilder html) {
    if (event instanceof DispatchDecided decided) {
      DispatchRequest request = decided.request();
      term("Action", request.action(), html);
      term("Resources", String.join(", ", request.resources()), html);
      term("Parameters", Json.text(request.parameters()), html);
      term("Why, says the agent", request.justification(), html);
    } else if (event instanceof ApprovalRecorded answer) {
      term(answer.granted() ? "Approved by" : "Rejected by", answer.approver().value(), html);
      term("Roles held", String.join(", ", new TreeSet<>(answer.roles())), html);
      term("Was shown", answer.shown().value(), html);
    } else if (event instanceof EvidenceRecorded recorded) {
      Evidence evidence = recorded.evidence();
      term("Evidence", evidence.kind(), html);
      term("SHA-256 of it", evidence.content().value(), html);
      term("Made by, says who put it on record", evidence.producer(), html);
      term(
          evidence.format().isPresent() ? "Read in it by the ledger" : "Stated of it",
          Json.text(evidence.claims()),
          html);
    }
  }

  private static void judgement(Judgement judgement, StringBuilder html) {
    judgement
        .breach()
        .ifPresent(breach -> term("Broken clause", breach.clause() + ": " + breach.detail(), html));
    for (InvariantResult result : judgement.results()) {
      if (result.outcome() != InvariantResult.Outcome.HOLDS) {
        term("Did not hold", invariant(result), html);
      }
    }
    judgement
        .approval()
        .ifPresent(needed ->
            term(
                "Needs approval",
                "%d, %s"
                    .formatted(
                        needed.count(),
                        needed.roles().isEmpty()
                            ? "any approver"
                            : String.join(", ", new TreeSet<>(needed.roles()))),
                html));
    judgement.until().ifPresent(until -> term("Waits for", until, html));
    judgement
        .parameters()
        .ifPresent(rewritten -> term("Rewritten parameters", Json.text(rewritten), html));
    term("Judged by policy", judgement.basis().policy().value(), html);
  }

  private static String invariant(InvariantResult result) {
    return "%s/%s (%s, %s, %s) %s"
        .formatted(
            result.map(),
            result.invariant(),
            result.outcome().name().toLowerCase(Locale.ROOT),
            result.enforcement().name().toLowerCase(Locale.ROOT),
            result.effect().name().toLowerCase(Locale.ROOT),
            result.message());
  }

  private static void term(String term, String text, StringBuilder html) {
    html.append("<dt>").append(escape(term)).append("</dt><dd>").append(escape(text));
    html.append("</dd>");
  }

  /// Text that stays text wherever it stands in the page. What reorders or hides characters is
  /// shown by its number.
  static String escape(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '"' -> html.append("&quot;");
            case '\'' -> html.append("&#39;");
            default -> {
              if (c != '\n' && isInvisible(c)) {
                html.append("[U+").append("%04X".formatted(c)).append(']');
              } else {
                html.appendCodePoint(c);
              }
            }
          }
        });
    return html.toString();
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
  }
}
