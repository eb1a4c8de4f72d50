package dev.phaseledger.app.webhook;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.app.database.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Who may be told: `webhooks.yaml` in the data directory, and a file with a secret for each. Both
/// are read anew for each message, so a change counts from the next one on.
public final class WebhooksFile {

  private static final String NAME = "webhooks.yaml";
  private static final String HEADING =
      """
      # Who outside is told when a revocation path says so. Each secret is in a file of its own beside this one.
      # Add one with: ledger webhook add NAME URL
      """;
  private static final Set<String> KEYS = Set.of("name", "url", "secretFile");

  /// Longest secret file, in bytes.
  private static final int SECRET_BYTES_MAX = 1_000;

  private final Path root;

  /// @param root the data directory
  public WebhooksFile(Path root) {
    this.root = root;
  }

  /// All of them, in the order of the file.
  ///
  /// @throws IOException with a sentence for people if the file cannot be used
  public List<Webhook> read() throws IOException {
    Path file = root.resolve(NAME);
    if (!Files.exists(file)) {
      return List.of();
    }
    requireOwnersOnly(file);
    try {
      Object document =
          new Load(LoadSettings.builder().setAllowDuplicateKeys(false).setLabel("webhooks").build())
              .loadFromString(Files.readString(file));
      return document == null ? List.of() : webhooks(document);
    } catch (YamlEngineException | InvalidFieldException failure) {
      throw new IOException(file + ": " + failure.getMessage(), failure);
    }
  }

  /// The one of that name, if there is one.
  Optional<Webhook> find(String name) throws IOException {
    return read().stream().filter(webhook -> webhook.name().equals(name)).findFirst();
  }

  /// The secret of one.
  ///
  /// @throws IOException with a sentence for people, which never shows the secret
  WebhookSecret secret(Webhook webhook) throws IOException {
    Path file = root.resolve(webhook.secretFile());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("the secret file of webhook '" + webhook.name() + "' is missing");
    }
    requireOwnersOnly(file);
    if (Files.size(file) > SECRET_BYTES_MAX) {
      throw new IOException(file + " holds no secret: it is too large");
    }
    try {
      return WebhookSecret.parse(Files.readString(file).strip());
    } catch (IllegalArgumentException failure) {
      throw new IOException(file + " holds no secret: " + failure.getMessage(), failure);
    }
  }

  /// Adds one with a new secret.
  ///
  /// @return the secret, which is shown once
  /// @throws InvalidFieldException if there is one of that name, or a part cannot be
  public String add(String name, String url) throws IOException {
    Webhook webhook = Webhook.of(name, url, "webhook-" + name + ".secret");
    List<Webhook> webhooks = new ArrayList<>(read());
    if (webhooks.stream().anyMatch(known -> known.name().equals(name))) {
      throw new InvalidFieldException("name", "'" + name + "' is a webhook already");
    }
    String secret = WebhookSecret.create();
    // The secret first: a crash in between leaves no webhook that cannot be signed for.
    DataDirectory.writeSecret(root.resolve(webhook.secretFile()), secret + "\n");
    webhooks.add(webhook);
    write(webhooks);
    return secret;
  }

  /// Removes one with its secret.
  ///
  /// @return whether there was one of that name
  public boolean remove(String name) throws IOException {
    List<Webhook> webhooks = new ArrayList<>(read());
    Optional<Webhook> known =
        webhooks.stream().filter(webhook -> webhook.name().equals(name)).findFirst();
    if (known.isEmpty()) {
      return false;
    }
    webhooks.remove(known.get());
    write(webhooks);
    Files.deleteIfExists(root.resolve(known.get().secretFile()));
    return true;
  }

  private static List<Webhook> webhooks(Object document) {
    if (!(document instanceof Map<?, ?> top) || !(top.get("webhooks") instanceof List<?> list)) {
      throw new InvalidFieldException("webhooks", "must be a list");
    }
    List<Webhook> webhooks = new ArrayList<>();
    for (int index = 0; index < list.size(); index++) {
      if (!(list.get(index) instanceof Map<?, ?> entry) || !KEYS.equals(entry.keySet())) {
        throw new InvalidFieldException("webhooks[" + index + "]", "must hold " + KEYS);
      }
      webhooks.add(Webhook.of(text(entry, "name"), text(entry, "url"), text(entry, "secretFile")));
    }
    return webhooks;
  }

  private static String text(Map<?, ?> entry, String key) {
    if (entry.get(key) instanceof String text) {
      return text;
    }
    throw new InvalidFieldException(key, "must be a string");
  }

  private void write(List<Webhook> webhooks) throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Webhook webhook : webhooks) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", webhook.name());
      entry.put("url", webhook.url().toString());
      entry.put("secretFile", webhook.secretFile());
      entries.add(entry);
    }
    Dump dump =
        new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build());
    DataDirectory.writeSecret(
        root.resolve(NAME), HEADING + dump.dumpToString(Map.of("webhooks", entries)));
  }

  private static void requireOwnersOnly(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
      switch (permission) {
        case OWNER_READ, OWNER_WRITE, OWNER_EXECUTE -> {}
        case GROUP_READ, GROUP_WRITE, GROUP_EXECUTE, OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE ->
            throw new IOException(
                file + " is open to others than its owner; let it be 'chmod 600 " + file + "'");
      }
    }
  }
}
