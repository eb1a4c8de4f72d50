package dev.phaseledger.policy.resource;

import java.util.ArrayList;
import java.util.List;

/// The resources a contract covers: what one of its globs matches and none of its exclusions does.
/// Immutable and safe to share between threads.
public final class ResourceScope {

  private final List<String> scope;
  private final List<String> excluded;

  private ResourceScope(List<String> scope, List<String> excluded) {
    this.scope = scope;
    this.excluded = excluded;
  }

  /// The one form in which a resource is recorded and compared: segments without `.`, no slash at
  /// the end, scheme and host in lower case.
  ///
  /// Refused are `..`, empty segments, backslashes, control and invisible characters, wildcards,
  /// look-alikes of structural characters, text that is not in Unicode form NFC, escapes of
  /// characters that can be written as themselves, and URIs with a query or a fragment.
  ///
  /// @param field the field to name in an error
  /// @throws dev.phaseledger.api.InvalidFieldException if the resource could be read in two ways
  public static String normalize(String field, String resource) {
    return ResourceNames.normalize(field, ResourceNames.Kind.RESOURCE, resource);
  }

  /// Normalizes each of several resources.
  ///
  /// @param field the field to name in an error, as `field[i]`
  /// @throws dev.phaseledger.api.InvalidFieldException for the first one that is refused
  public static List<String> normalizeAll(String field, List<String> resources) {
    return normalizeAll(field, ResourceNames.Kind.RESOURCE, resources);
  }

  /// The one form in which a glob is recorded and compared, see [#normalize].
  ///
  /// @param field the field to name in an error
  /// @throws dev.phaseledger.api.InvalidFieldException if the glob could be read in two ways
  public static String normalizeGlob(String field, String glob) {
    return ResourceNames.normalize(field, ResourceNames.Kind.GLOB, glob);
  }

  /// A scope from a contract's globs: `*` stays within a segment, `**` crosses segments, and `**/`
  /// at the start of a segment stands for any number of whole segments.
  ///
  /// @throws dev.phaseledger.api.InvalidFieldException naming `scope[i]` or `excluded[i]`
  public static ResourceScope of(List<String> scope, List<String> excluded) {
    return new ResourceScope(
        normalizeAll("scope", ResourceNames.Kind.GLOB, scope),
        normalizeAll("excluded", ResourceNames.Kind.GLOB, excluded));
  }

  /// Whether a resource, normalized before, is inside.
  public boolean covers(String normalized) {
    return anyMatches(scope, normalized) && !anyMatches(excluded, normalized);
  }

  /// Whether every resource that a glob matches is matched by one glob of this scope, so that
  /// granting it grants nothing new. Exclusions are not looked at.
  ///
  /// It may say no though the answer is yes: where only several globs together match everything,
  /// and where finding out takes too long, see [GlobContainment#STEPS_MAX]. It never says yes
  /// though the answer is no.
  ///
  /// @param field the field to name if it is no glob
  /// @throws dev.phaseledger.api.InvalidFieldException if it is no glob
  public boolean contains(String field, String glob) {
    String inner = ResourceNames.normalize(field, ResourceNames.Kind.GLOB, glob);
    return scope.stream().anyMatch(outer -> GlobContainment.holds(outer, inner));
  }

  private static boolean anyMatches(List<String> globs, String resource) {
    for (String glob : globs) {
      if (Glob.matches(glob, Glob.Dialect.STARS, resource)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> normalizeAll(
      String field, ResourceNames.Kind kind, List<String> names) {
    List<String> normalized = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      normalized.add(ResourceNames.normalize(field + "[" + i + "]", kind, names.get(i)));
    }
    return List.copyOf(normalized);
  }
}
