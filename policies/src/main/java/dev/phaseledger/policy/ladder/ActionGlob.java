package dev.phaseledger.policy.ladder;

/// Matches a whole action name: `*` stands for any characters, everything else for itself.
///
/// Taking each part between stars at its earliest place never misses a match, so nothing is tried
/// twice: time grows with the length of the name times that of the glob, whatever they hold.
final class ActionGlob {

  private ActionGlob() {}

  static boolean matches(String glob, String action) {
    int star = glob.indexOf('*');
    if (star < 0) {
      return glob.equals(action);
    }
    int last = glob.lastIndexOf('*');
    int end = action.length() - (glob.length() - last - 1);
    if (end < star || !action.regionMatches(0, glob, 0, star)) {
      return false;
    }
    if (!action.regionMatches(end, glob, last + 1, glob.length() - last - 1)) {
      return false;
    }
    int at = star;
    while (star < last) {
      int next = glob.indexOf('*', star + 1);
      String part = glob.substring(star + 1, next);
      int found = action.indexOf(part, at);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      at = found + part.length();
      star = next;
    }
    return true;
  }
}
