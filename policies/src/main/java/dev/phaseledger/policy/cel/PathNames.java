package dev.phaseledger.policy.cel;

import dev.phaseledger.policy.resource.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Paths as agents write them, in one form: no empty and no `.` segments, `..` resolved as far as
/// it can be. Text that hides how it would be resolved has no such form.
final class PathNames {

  private static final List<String> HIDDEN = List.of("%2e", "%2f", "%5c", "%00", "%25");

  private PathNames() {}

  /// Whether each path is one of the allowed ones or below one of them, by whole segments.
  static boolean within(List<String> paths, List<String> allowed) {
    for (int i = 0; i < paths.size(); i++) {
      String plain = normalize(paths.get(i));
      if (plain == null || !covered(allowed, plain)) {
        return false;
      }
    }
    return true;
  }

  private static boolean covered(List<String> allowed, String path) {
    for (int i = 0; i < allowed.size(); i++) {
      if (covers(allowed.get(i), path)) {
        return true;
      }
    }
    return false;
  }

  /// Whether any glob matches any path, as it is written or in its one form.
  static boolean anyGlob(List<String> paths, List<String> globs) {
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      String plain = normalize(path);
      if (plain == null) {
        throw InputErrors.unusable("a path hides how it would be resolved: " + path);
      }
      for (int j = 0; j < globs.size(); j++) {
        String glob = globs.get(j);
        if (matches(glob, path) || (!plain.equals(path) && matches(glob, plain))) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether no path leaves the place it starts from, or hides that it does.
  static boolean traversalFree(List<String> paths) {
    for (String path : paths) {
      if (path.startsWith("/") || hides(path)) {
        return false;
      }
      if (climbs(path)) {
        return false;
      }
    }
    return true;
  }

  /// Whether one of its segments is `..`.
  private static boolean climbs(String path) {
    int at = path.indexOf("..");
    while (at >= 0) {
      boolean starts = at == 0 || path.charAt(at - 1) == '/';
      boolean ends = at + 2 == path.length() || path.charAt(at + 2) == '/';
      if (starts && ends) {
        return true;
      }
      at = path.indexOf("..", at + 1);
    }
    return false;
  }

  static boolean matches(String glob, String text) {
    Steps.spend(glob.length() + 1L + text.length());
    return Glob.matches(glob, Glob.Dialect.STARS_AND_QUESTION_MARKS, text);
  }

  /// Null if there is no one form.
  private static @Nullable String normalize(String path) {
    if (hides(path)) {
      return null;
    }
    if (plain(path)) {
      return path;
    }
    int host = path.indexOf("://");
    int rootEnd = host < 0 ? 0 : path.indexOf('/', host + 3);
    if (rootEnd < 0) {
      return path;
    }
    boolean absolute = path.startsWith("/", rootEnd);
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(rootEnd).split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      boolean climbs = segment.equals("..");
      if (climbs && !segments.isEmpty() && !segments.getLast().equals("..")) {
        segments.removeLast();
      } else if (!climbs || !absolute) {
        segments.add(segment);
      }
    }
    return path.substring(0, rootEnd) + (absolute ? "/" : "") + String.join("/", segments);
  }

  /// Whether the path is already in its one form, as nearly all are.
  private static boolean plain(String path) {
    boolean starts = true;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (starts && (c == '.' || (c == '/' && i > 0))) {
        return false;
      }
      starts = c == '/';
    }
    return !starts || path.equals("/");
  }

  private static boolean hides(String path) {
    boolean escapes = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c < ' ' || c == '\\' || (c >= 0x7f && c < 0xa0)) {
        return true;
      }
      escapes |= c == '%';
    }
    if (!escapes) {
      return false;
    }
    String lower = path.toLowerCase(Locale.ROOT);
    return HIDDEN.stream().anyMatch(lower::contains);
  }

  /// Whether an allowed path, with what is below it, or a glob covers a path in its one form.
  private static boolean covers(String entry, String candidate) {
    if (entry.isEmpty()) {
      return false;
    }
    if (entry.indexOf('*') >= 0) {
      return matches(entry, candidate);
    }
    Steps.spend(entry.length() + 1L);
    String plain = normalize(entry);
    return plain != null && covers(plain, !entry.endsWith("/"), candidate);
  }

  private static boolean covers(String path, boolean itself, String candidate) {
    if (path.isEmpty()) {
      return !candidate.startsWith("/")
          && !candidate.contains("://")
          && !candidate.equals("..")
          && !candidate.startsWith("../");
    }
    if (!candidate.startsWith(path)) {
      return false;
    }
    return candidate.length() == path.length()
        ? itself
        : path.endsWith("/") || candidate.charAt(path.length()) == '/';
  }
}
