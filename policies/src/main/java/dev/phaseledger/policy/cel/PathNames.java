package dev.phaseledger.policy.cel;

import dev.phaseledger.policy.resource.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Paths as agents write them, in one form: no empty and no `.` segments, `..` resolved as far as
/// it can be. Text that hides how it would be resolved has no such form.
final class PathNames {

  private static final List<String> HIDDEN = List.of("%2e", "%2f", "%5c", "%00", "%25");

  private PathNames() {}

  /// Whether each path is one of the allowed ones or below one of them, by whole segments.
  static boolean within(List<String> paths, List<String> allowed) {
    List<Allowed> entries = new ArrayList<>(allowed.size());
    for (String entry : allowed) {
      Allowed.of(entry).ifPresent(entries::add);
    }
    for (String path : paths) {
      Optional<String> plain = normalize(path);
      if (plain.isEmpty() || entries.stream().noneMatch(entry -> entry.covers(plain.get()))) {
        return false;
      }
    }
    return true;
  }

  /// Whether any glob matches any path, as it is written or in its one form.
  static boolean anyGlob(List<String> paths, List<String> globs) {
    for (String path : paths) {
      String plain =
          normalize(path)
              .orElseThrow(
                  () -> InputErrors.unusable("a path hides how it would be resolved: " + path));
      for (String glob : globs) {
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
      for (String segment : path.split("/", -1)) {
        if (segment.equals("..")) {
          return false;
        }
      }
    }
    return true;
  }

  static boolean matches(String glob, String text) {
    return Glob.matches(glob, Glob.Dialect.STARS_AND_QUESTION_MARKS, text);
  }

  static Optional<String> normalize(String path) {
    if (hides(path)) {
      return Optional.empty();
    }
    if (plain(path)) {
      return Optional.of(path);
    }
    int host = path.indexOf("://");
    int rootEnd = host < 0 ? 0 : path.indexOf('/', host + 3);
    if (rootEnd < 0) {
      return Optional.of(path);
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
    return Optional.of(
        path.substring(0, rootEnd) + (absolute ? "/" : "") + String.join("/", segments));
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

  /// An allowed path, with what is below it; or a glob.
  private record Allowed(String path, boolean glob, boolean itself) {

    static Optional<Allowed> of(String entry) {
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      if (entry.indexOf('*') >= 0) {
        return Optional.of(new Allowed(entry, true, false));
      }
      return normalize(entry).map(path -> new Allowed(path, false, !entry.endsWith("/")));
    }

    boolean covers(String candidate) {
      if (glob) {
        return matches(path, candidate);
      }
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
}
