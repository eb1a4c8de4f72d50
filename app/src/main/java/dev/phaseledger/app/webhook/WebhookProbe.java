package dev.phaseledger.app.webhook;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Tells somebody outside something that means nothing, to find out whether they can be told.
public final class WebhookProbe {

  private WebhookProbe() {}

  /// Sends a message of type `webhook.test`, signed as all are, once.
  ///
  /// @param root the data directory
  /// @param id the message's name
  /// @return why it was not taken; empty if it was
  /// @throws InvalidFieldException if there is no webhook of that name
  /// @throws IOException with a sentence for people if the address or the secret cannot be read
  public static Optional<String> send(Path root, String name, String id, Instant now)
      throws IOException {
    var webhooks = new WebhooksFile(root);
    Webhook webhook =
        webhooks
            .find(name)
            .orElseThrow(
                () -> new InvalidFieldException("name", "there is no webhook '" + name + "'"));
    String body = Json.text(Fields.with("type", new Text("webhook.test")).build());
    try (var client = new WebhookClient(WebhookClient.Limits.USUAL)) {
      return client.send(
          webhook, webhooks.secret(webhook), new WebhookClient.Message(id, body), now);
    }
  }
}
