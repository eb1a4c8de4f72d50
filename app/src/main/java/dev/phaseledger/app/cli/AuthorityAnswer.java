package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;

/// Sends one change and says what became of it.
final class AuthorityAnswer {

  /// Whether a command speaks to people or to programs.
  enum Form {
    SENTENCE,
    JSON;

    static Form of(boolean json) {
      return json ? JSON : SENTENCE;
    }
  }

  private AuthorityAnswer() {}

  /// @param done the sentence if something was recorded, without its full stop
  /// @param already the sentence if it was so before
  static int send(
      ServiceOptions service,
      PrintWriter out,
      Form form,
      Change change,
      String done,
      String already)
      throws IOException {
    Fields written;
    try (LedgerClient client = service.client()) {
      written = client.post(change.path(), change.body(), RandomKeys.next("cli"));
    }
    if (form == Form.JSON) {
      out.println(Json.text(written));
      return ExitCode.OK;
    }
    long position = Members.number(written, "position");
    out.println(position == 0 ? already + "." : done + ", on record at position " + position + ".");
    return ExitCode.OK;
  }

  /// What is sent where.
  record Change(String path, Fields body) {}
}
