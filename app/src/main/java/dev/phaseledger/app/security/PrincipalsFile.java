package dev.phaseledger.app.security;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.command.LedgerItself;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The file that names who may call: `principals.yaml` in the data directory. Tokens are in it only
/// as digests.
public final class PrincipalsFile {

  private static final String HEADING =
      """
      # Who may call this service. Tokens are kept as SHA-256 digests only.
      # Add one with: ledger principal add --id ID --kind KIND --role ROLE
      """;
  private static final Set<String> KEYS =
      Set.of("id", "kind", "tenant", "roles", "groups", "onBehalfOf", "tokenSha256");

  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Path file;

  public PrincipalsFile(Path file) {
    this.file = file;
  }

  /// Where a new token is left for its holder.
  @FunctionalInterface
  public interface TokenKeeper {

    /// Takes the token; it becomes valid only after this has returned.
    void keep(String token) throws IOException;
  }

  /// Adds a principal. The token is kept nowhere else than where the keeper puts it.
  public void add(Principal principal, TokenKeeper keeper) throws IOException {
    callable(principal.id());
    principal.groups().forEach(PrincipalsFile::group);
    List<StoredPrincipal> principals = new ArrayList<>(read());
    if (principals.stream().anyMatch(known -> isSame(known.principal(), principal))) {
      throw new InvalidFieldException(
          "id", "'" + principal.id() + "' is already a principal of " + principal.tenant());
    }
    String token = Tokens.create();
    principals.add(new StoredPrincipal(principal, Tokens.digest(token)));
    keeper.keep(token);
    write(principals);
  }

  /// The ledger's own name is no caller's: what it records of itself must not be forged.
  private static PrincipalId callable(PrincipalId id) {
    if (id.equals(LedgerItself.ID)) {
      throw new InvalidFieldException("id", "'" + id + "' is reserved for the ledger itself");
    }
    return id;
  }

  private static boolean isSame(Principal one, Principal other) {
    return one.id().equals(other.id()) && one.tenant().equals(other.tenant());
  }

  /// Whether the file is there.
  public boolean exists() {
    return Files.exists(file);
  }

  List<StoredPrincipal> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      Object document =
          new Load(
                  LoadSettings.builder()
                      .setAllowDuplicateKeys(false)
                      .setLabel("principals")
                      .build())
              .loadFromString(Files.readString(file));
      return document == null ? List.of() : principals(document);
    } catch (YamlEngineException | InvalidFieldException failure) {
      throw new IOException(file + ": " + failure.getMessage(), failure);
    }
  }

  private static List<StoredPrincipal> principals(Object document) {
    if (!(document instanceof Map<?, ?> top) || !(top.get("principals") instanceof List<?> list)) {
      throw new InvalidFieldException("principals", "must be a list");
    }
    List<StoredPrincipal> principals = new ArrayList<>();
    for (int index = 0; index < list.size(); index++) {
      if (!(list.get(index) instanceof Map<?, ?> entry) || !KEYS.containsAll(entry.keySet())) {
        throw new InvalidFieldException("principals[" + index + "]", "may only hold " + KEYS);
      }
      principals.add(principal(entry));
    }
    return principals;
  }

  private static StoredPrincipal principal(Map<?, ?> entry) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (entry.get("roles") instanceof List<?> names) {
      names.forEach(name -> roles.add(constant("roles", String.valueOf(name), Role.values())));
    }
    return new StoredPrincipal(
        new Principal(
            callable(new PrincipalId(text(entry, "id"))),
            constant("kind", text(entry, "kind"), Principal.Kind.values()),
            new TenantId(text(entry, "tenant")),
            roles,
            entry.get("onBehalfOf") == null
                ? Optional.empty()
                : Optional.of(new PrincipalId(text(entry, "onBehalfOf"))),
            groups(entry)),
        text(entry, "tokenSha256"));
  }

  private static Set<String> groups(Map<?, ?> entry) {
    Set<String> groups = new TreeSet<>();
    if (entry.get("groups") instanceof List<?> names) {
      for (Object name : names) {
        groups.add(group(String.valueOf(name)));
      }
    } else if (entry.get("groups") != null) {
      throw new InvalidFieldException("groups", "must be a list");
    }
    return groups;
  }

  /// A role is granted by its own list alone: a group of a role's name would pass for it wherever
  /// roles and groups are asked for by name.
  private static String group(String name) {
    if (!GROUP.matcher(name).matches()) {
      throw new InvalidFieldException(
          "groups", "'%s' must be letters, digits, '.', '_' and '-', at most 64".formatted(name));
    }
    for (Role role : Role.values()) {
      if (role.name().equals(name.toUpperCase(Locale.ROOT))) {
        throw new InvalidFieldException("groups", "'%s' is the name of a role".formatted(name));
      }
    }
    return name;
  }

  private static String text(Map<?, ?> entry, String key) {
    if (entry.get(key) instanceof String text) {
      return text;
    }
    throw new InvalidFieldException(key, "must be a string");
  }

  private static <E extends Enum<E>> E constant(String field, String name, E[] values) {
    for (E value : values) {
      if (value.name().equals(name.toUpperCase(Locale.ROOT))) {
        return value;
      }
    }
    throw new InvalidFieldException(field, "must be one of " + List.of(values));
  }

  private void write(List<StoredPrincipal> principals) throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (StoredPrincipal stored : principals) {
      Principal principal = stored.principal();
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", principal.id().value());
      entry.put("kind", principal.kind().name());
      entry.put("tenant", principal.tenant().value());
      entry.put("roles", principal.roles().stream().map(Role::name).sorted().toList());
      if (!principal.groups().isEmpty()) {
        entry.put("groups", principal.groups().stream().sorted().toList());
      }
      principal.onBehalfOf().ifPresent(answerable -> entry.put("onBehalfOf", answerable.value()));
      entry.put("tokenSha256", stored.tokenSha256());
      entries.add(entry);
    }
    Dump dump =
        new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build());
    DataDirectory.writeSecret(file, HEADING + dump.dumpToString(Map.of("principals", entries)));
  }
}
