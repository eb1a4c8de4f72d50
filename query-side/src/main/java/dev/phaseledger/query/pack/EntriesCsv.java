package dev.phaseledger.query.pack;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.query.pack.Rows.Row;
import dev.phaseledger.query.reading.Reads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The entries as a table for spreadsheets (RFC 4180), to read and not to verify.
///
/// A spreadsheet runs what begins like a formula. Every cell that could is begun with an
/// apostrophe, which spreadsheets show as plain text.
final class EntriesCsv {

  static final String FILE = "entries.csv";

  private static final String HEADER =
      "index,time,type,actor,agent,contract,dispatch,verdict,sentence,leafHash\r\n";

  /// What begins a formula, in the half and the full width forms, whatever blanks stand before.
  private static final Pattern FORMULA =
      Pattern.compile("^[\\s\\p{Z}\\p{C}]*[=+\\-@|%\uff1d\uff0b\uff0d\uff20].*", Pattern.DOTALL);

  /// What could end a row or a cell for a careless reader.
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\u2028\u2029]");

  private final Entries entries;
  private final Rows rows;
  private final Extract extract;

  EntriesCsv(Entries entries, Reads reads, Extract extract) {
    this.entries = entries;
    this.rows = new Rows(extract.tenant(), reads);
    this.extract = extract;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(HEADER.getBytes(StandardCharsets.UTF_8));
    entries.selected(
        extract,
        (index, entry) -> out.write(line(rows.of(index, entry)).getBytes(StandardCharsets.UTF_8)));
  }

  private static String line(Row row) {
    List<String> cells =
        List.of(
            Long.toString(row.recorded().index()),
            row.recorded().time().toString(),
            row.type(),
            row.recorded().actor().value(),
            row.agent().map(AgentId::value).orElse(""),
            row.contract().map(ContractId::value).orElse(""),
            row.dispatch().orElse(""),
            row.judgement().map(judgement -> judgement.verdict().name()).orElse(""),
            row.sentence(),
            row.leaf().toString());
    return cells.stream().map(EntriesCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  /// One cell, quoted, that no spreadsheet takes for a formula.
  static String cell(String text) {
    String plain = CONTROL.matcher(text).replaceAll(" ");
    String harmless = FORMULA.matcher(plain).matches() ? "'" + plain : plain;
    return '"' + harmless.replace("\"", "\"\"") + '"';
  }
}
