package dev.phaseledger.policy.resource;

import dev.phaseledger.api.InvalidFieldException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings names of resources into the one form in which they are compared, and refuses those that
/// two readers could take for different things.
final class ResourceNames {

  /// Longest name of a resource and longest glob, in UTF-16 code units.
  static final int CHARS_MAX = 2_048;

  /// What the two kinds of names may hold.
  enum Kind {
    RESOURCE,
    GLOB
  }

  private static final Pattern HIERARCHY =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(/?)(.*)", Pattern.DOTALL);
  private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.*_:\\[\\]-]*");

  /// Characters that structure a name: none may appear only after compatibility normalization.
  private static final String STRUCTURE = "/\\.:%*";

  private final String field;
  private final Kind kind;

  private ResourceNames(String field, Kind kind) {
    this.field = field;
    this.kind = kind;
  }

  static String normalize(String field, Kind kind, String name) {
    return new ResourceNames(field, kind).normalize(name);
  }

  private String normalize(String name) {
    checkCharacters(name);
    String escaped = checkEscapes(name);
    Matcher hierarchy = HIERARCHY.matcher(escaped);
    if (!escaped.contains("://") || !hierarchy.matches()) {
      return path(escaped);
    }
    if (escaped.indexOf('?') >= 0 || escaped.indexOf('#') >= 0 || escaped.indexOf(' ') >= 0) {
      throw refused("must be a URI without query, fragment and spaces: parameters carry those");
    }
    String authority = hierarchy.group(2);
    if (!AUTHORITY.matcher(authority).matches() || authority.contains("..")) {
      throw refused("must have a plain host after '://', without user information and escapes");
    }
    String root =
        hierarchy.group(1).toLowerCase(Locale.ROOT)
            + "://"
            + authority.toLowerCase(Locale.ROOT)
            + hierarchy.group(3);
    String rest = hierarchy.group(4);
    if (rest.startsWith("/")) {
      throw refused("must not hold empty segments ('//')");
    }
    return rest.isEmpty() ? root : root + path(rest);
  }

  private void checkCharacters(String name) {
    if (name.isEmpty()) {
      throw refused("must not be empty");
    }
    if (name.length() > CHARS_MAX) {
      throw refused("must not be longer than " + CHARS_MAX + " characters");
    }
    boolean ascii = true;
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      checkCharacter(c);
      ascii &= c < 0x80;
      i += Character.charCount(c);
    }
    if (ascii) {
      // Every normalization form leaves it as it is.
      return;
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      throw refused("must be in Unicode normalization form NFC");
    }
    String folded = Normalizer.normalize(name, Normalizer.Form.NFKC);
    if (structure(folded) != structure(name)) {
      throw refused("must not hold characters that look like '/', '.', ':', '%' or '*'");
    }
  }

  private void checkCharacter(int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          throw refused("must not hold control, invisible or unassigned characters");
      default -> {
        // Every other character may be part of a name.
      }
    }
    if (c == '\\') {
      throw refused("must use '/' between segments, not a backslash");
    }
    if (c == '*' && kind == Kind.RESOURCE) {
      throw refused("must name one resource: '*' belongs to a contract's scope");
    }
    if (Character.isSpaceChar(c) && c != ' ') {
      throw refused("must not hold white space other than the plain space");
    }
  }

  private static long structure(String name) {
    return name.chars().filter(c -> STRUCTURE.indexOf(c) >= 0).count();
  }

  /// Keeps percent escapes only where they are the one way to write a character.
  private String checkEscapes(String name) {
    if (name.indexOf('%') < 0) {
      return name;
    }
    StringBuilder written = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '%' || !hex(name, i + 1) || !hex(name, i + 2)) {
        written.append(c);
        continue;
      }
      String digits = name.substring(i + 1, i + 3);
      int meant = Integer.parseInt(digits, 16);
      if (!escapable(meant)) {
        throw refused("must not escape %" + digits + ": write the character itself, if allowed");
      }
      written.append('%').append(digits.toUpperCase(Locale.ROOT));
      i += 2;
    }
    return written.toString();
  }

  private static boolean escapable(int c) {
    return c >= ' ' && c < 0x7f && !Character.isLetterOrDigit(c) && "-._~/\\%*".indexOf(c) < 0;
  }

  private static boolean hex(String name, int i) {
    return i < name.length() && Character.digit(name.charAt(i), 16) >= 0 && name.charAt(i) < 0x80;
  }

  private String path(String path) {
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.equals("/")) {
      return trimmed;
    }
    boolean absolute = trimmed.startsWith("/");
    StringBuilder kept = new StringBuilder(trimmed.length());
    int start = absolute ? 1 : 0;
    while (start <= trimmed.length()) {
      int slash = trimmed.indexOf('/', start);
      int end = slash < 0 ? trimmed.length() : slash;
      if (keeps(trimmed, start, end)) {
        if (!kept.isEmpty()) {
          kept.append('/');
        }
        kept.append(trimmed, start, end);
      }
      start = end + 1;
    }
    if (kept.isEmpty()) {
      throw refused("must name something");
    }
    return absolute ? "/" + kept : kept.toString();
  }

  /// Whether a segment says anything: `.` does not.
  private boolean keeps(String path, int start, int end) {
    if (start == end) {
      throw refused("must not hold empty segments ('//')");
    }
    int parameters = path.indexOf(';', start, end);
    int plain = (parameters < 0 ? end : parameters) - start;
    boolean dot = plain == 1 && path.charAt(start) == '.';
    if ((plain == 2 && path.startsWith("..", start)) || (dot && parameters >= 0)) {
      throw refused("must not hold '..' segments");
    }
    return !dot;
  }

  private InvalidFieldException refused(String reason) {
    return new InvalidFieldException(field, reason);
  }
}
