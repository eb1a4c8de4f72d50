package dev.phaseledger.policy.resource;

/// Matches a whole text against a pattern of path segments.
///
/// `*` stands for any characters within a segment, `**` for any characters, and `**/` at the start
/// of a segment for any number of whole segments, also none. Everything else stands for itself.
/// Time grows with the length of the text times the length of the pattern, whatever they hold.
public final class Glob {

  /// What else stands for more than itself.
  public enum Dialect {
    /// Nothing.
    STARS,
    /// `?` stands for one character within a segment.
    STARS_AND_QUESTION_MARKS
  }

  /// Steps the quick way may take per character of text and pattern before the sure way takes over.
  private static final int QUICK_STEPS_PER_CHAR = 8;

  private final String glob;
  private final boolean questions;
  private final String text;

  private Glob(String glob, Dialect dialect, String text) {
    this.glob = glob;
    this.questions = dialect == Dialect.STARS_AND_QUESTION_MARKS;
    this.text = text;
  }

  /// Whether the pattern matches the whole text.
  public static boolean matches(String glob, Dialect dialect, String text) {
    boolean questions = dialect == Dialect.STARS_AND_QUESTION_MARKS;
    int literal = literalEnd(glob, questions);
    if (literal == glob.length()) {
      return glob.equals(text);
    }
    if (!text.regionMatches(0, glob, 0, literal) || !endsAlike(glob, questions, text)) {
      return false;
    }
    return switch (quick(glob, questions, text, literal)) {
      case YES -> true;
      case NO -> false;
      case TOO_LONG -> new Glob(glob, dialect, text).simulate();
    };
  }

  /// Where what stands for itself ends at the start of a pattern.
  private static int literalEnd(String glob, boolean questions) {
    int star = glob.indexOf('*');
    int question = questions ? glob.indexOf('?') : -1;
    int end = star < 0 ? glob.length() : star;
    return question < 0 ? end : Math.min(end, question);
  }

  /// Whether the text ends with what stands for itself at the end of a pattern, which has a
  /// wildcard. Of most patterns that do not match, that or the start differs, and texts are
  /// compared faster than patterns are followed.
  private static boolean endsAlike(String glob, boolean questions, String text) {
    int tail = Math.max(glob.lastIndexOf('*'), questions ? glob.lastIndexOf('?') : -1) + 1;
    if (tail < glob.length() && glob.charAt(tail) == '/') {
      // Perhaps part of a wildcard that stands for nothing.
      tail++;
    }
    int count = glob.length() - tail;
    return text.regionMatches(text.length() - count, glob, tail, count);
  }

  private enum Quick {
    YES,
    NO,
    TOO_LONG
  }

  /// Backtracks to the last `*`, then to the last `**`: earlier ones cannot reach anything that
  /// these cannot. Gives up when that turns out to be slow, which only odd patterns cause.
  ///
  /// @param literal how much of both is known to be the same
  private static Quick quick(String glob, boolean questions, String text, int literal) {
    int steps = QUICK_STEPS_PER_CHAR * (text.length() + glob.length() + 1);
    int at = literal;
    int next = literal;
    int starAt = -1;
    int starNext = -1;
    int deepAt = -1;
    int deepNext = -1;
    boolean deepBySegment = false;
    while (steps-- > 0) {
      if (next == glob.length() && at == text.length()) {
        return Quick.YES;
      }
      if (next < glob.length() && glob.charAt(next) == '*') {
        if (!deepStarts(glob, next)) {
          starAt = at;
          starNext = ++next;
          continue;
        }
        deepBySegment = segmentsStart(glob, next);
        next = afterDeep(glob, next);
        deepAt = at;
        deepNext = next;
        starAt = -1;
        continue;
      }
      if (next < glob.length()
          && at < text.length()
          && accepts(glob.charAt(next), questions, text.charAt(at))) {
        at++;
        next++;
        continue;
      }
      if (starAt >= 0 && starAt < text.length() && text.charAt(starAt) != '/') {
        at = ++starAt;
        next = starNext;
        continue;
      }
      if (deepAt < 0) {
        return Quick.NO;
      }
      deepAt = deepBySegment ? text.indexOf('/', deepAt) + 1 : deepAt + 1;
      if (deepAt == 0 || deepAt > text.length()) {
        return Quick.NO;
      }
      at = deepAt;
      next = deepNext;
      starAt = -1;
    }
    return Quick.TOO_LONG;
  }

  /// Follows every way to match at once: one flag per place in the pattern.
  private boolean simulate() {
    boolean[] current = start();
    for (int at = 0; at < text.length(); at++) {
      current = step(current, text.charAt(at));
    }
    return accepts(current);
  }

  /// A pattern whose ways to match are to be followed for more than one text.
  static Glob pattern(String glob) {
    return new Glob(glob, Dialect.STARS, "");
  }

  /// The places in the pattern that are reached before any character.
  boolean[] start() {
    boolean[] places = new boolean[glob.length() + 1];
    enter(0, places);
    return places;
  }

  /// The places that are reached by one more character.
  boolean[] step(boolean[] current, char c) {
    boolean[] following = new boolean[glob.length() + 1];
    for (int place = 0; place < glob.length(); place++) {
      if (current[place]) {
        advance(place, c, following);
      }
    }
    return following;
  }

  /// Whether a text that leads to these places matches.
  boolean accepts(boolean[] places) {
    return places[glob.length()];
  }

  /// Marks a place, and the places that wildcards standing for nothing lead to.
  private void enter(int place, boolean[] places) {
    int at = place;
    while (true) {
      places[at] = true;
      if (at == glob.length() || glob.charAt(at) != '*') {
        return;
      }
      at = deepStarts(glob, at) ? afterDeep(glob, at) : at + 1;
    }
  }

  private void advance(int place, char c, boolean[] following) {
    if (glob.charAt(place) != '*') {
      if (accepts(glob.charAt(place), questions, c)) {
        enter(place + 1, following);
      }
      return;
    }
    if (place > 0 && glob.charAt(place - 1) == '*') {
      // The second star of "**/" marks that a skipped segment has begun and must end in a slash.
      if (c == '/') {
        enter(place - 1, following);
      } else {
        following[place] = true;
      }
    } else if (!deepStarts(glob, place)) {
      if (c != '/') {
        enter(place, following);
      }
    } else if (segmentsStart(glob, place) && c != '/') {
      following[place + 1] = true;
    } else {
      enter(place, following);
    }
  }

  private static boolean accepts(char wanted, boolean questions, char c) {
    return wanted == c || (questions && wanted == '?' && c != '/');
  }

  private static boolean deepStarts(String glob, int place) {
    return place + 1 < glob.length() && glob.charAt(place + 1) == '*';
  }

  private static boolean segmentsStart(String glob, int place) {
    int end = starsEnd(glob, place);
    return (place == 0 || glob.charAt(place - 1) == '/')
        && end < glob.length()
        && glob.charAt(end) == '/';
  }

  private static int afterDeep(String glob, int place) {
    int end = starsEnd(glob, place);
    return segmentsStart(glob, place) ? end + 1 : end;
  }

  private static int starsEnd(String glob, int place) {
    int end = place;
    while (end < glob.length() && glob.charAt(end) == '*') {
      end++;
    }
    return end;
  }
}
