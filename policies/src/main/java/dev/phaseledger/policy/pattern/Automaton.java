package dev.phaseledger.policy.pattern;

import dev.phaseledger.policy.pattern.SimplePattern.Choice;
import dev.phaseledger.policy.pattern.SimplePattern.Many;
import dev.phaseledger.policy.pattern.SimplePattern.Maybe;
import dev.phaseledger.policy.pattern.SimplePattern.Parsed;
import dev.phaseledger.policy.pattern.SimplePattern.Part;
import dev.phaseledger.policy.pattern.SimplePattern.Place;
import dev.phaseledger.policy.pattern.SimplePattern.Sequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds a simple expression in a text with one look-up per character. Immutable.
///
/// It is made of the places of the expression that a text can have led to (Glushkov's construction,
/// made deterministic), so it answers what any other matcher of the same expression answers.
final class Automaton {

  /// Sets of places, at most; an expression with more is left to others.
  private static final int STATES_MAX = 400;

  private static final int KINDS_OF_ALL = SimplePattern.CODE_POINTS_TOLD_APART + 1;

  /// For each code point that is told apart, and for all others, which kind it is.
  private final byte[] kinds;

  private final int kindsNumber;

  /// The state that each state and kind lead to, row by row.
  private final short[] following;

  private final boolean[] accepting;
  private final boolean toEnd;

  private Automaton(
      byte[] kinds, int kindsNumber, short[] following, boolean[] accepting, boolean toEnd) {
    this.kinds = kinds;
    this.kindsNumber = kindsNumber;
    this.following = following;
    this.accepting = accepting;
    this.toEnd = toEnd;
  }

  /// The automaton of an expression that RE2 has taken, if it is simple and small.
  static Optional<Automaton> of(String expression) {
    return SimplePattern.parse(expression).flatMap(parsed -> new Builder(parsed).build());
  }

  /// Whether some part of the text matches.
  boolean find(String text) {
    int state = 0;
    if (!toEnd && accepting[0]) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int codePoint = c;
      if (c >= SimplePattern.CODE_POINTS_TOLD_APART) {
        codePoint = SimplePattern.CODE_POINTS_TOLD_APART;
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        }
      }
      state = following[state * kindsNumber + kinds[codePoint]];
      if (!toEnd && accepting[state]) {
        return true;
      }
    }
    return accepting[state];
  }

  private static final class Builder {

    /// Before the first place.
    private static final int START = 0;

    private final Parsed parsed;
    private final List<BitSet> codePoints = new ArrayList<>();
    private final List<BitSet> after = new ArrayList<>();

    /// @param first places that a text of the part can begin at
    /// @param last places that it can end at
    private record Ends(BitSet first, BitSet last, boolean empty) {}

    Builder(Parsed parsed) {
      this.parsed = parsed;
      codePoints.add(new BitSet());
      after.add(new BitSet());
    }

    Optional<Automaton> build() {
      Ends ends = ends(parsed.part());
      after.getFirst().or(ends.first());
      BitSet last = (BitSet) ends.last().clone();
      last.set(START, ends.empty());
      byte[] kinds = new byte[KINDS_OF_ALL];
      List<BitSet> placesOfKinds = kinds(kinds);
      int kindsNumber = placesOfKinds.size();
      if (kindsNumber > Byte.MAX_VALUE) {
        return Optional.empty();
      }
      Map<BitSet, Integer> numbers = new HashMap<>();
      List<BitSet> states = new ArrayList<>();
      BitSet start = new BitSet();
      start.set(START);
      numbers.put(start, 0);
      states.add(start);
      List<short[]> rows = new ArrayList<>();
      for (int i = 0; i < states.size(); i++) {
        BitSet reached = reached(states.get(i));
        short[] row = new short[kindsNumber];
        for (int kind = 0; kind < kindsNumber; kind++) {
          BitSet next = (BitSet) reached.clone();
          next.and(placesOfKinds.get(kind));
          // A match may begin anywhere, unless it must begin at the start.
          next.set(START, !parsed.fromStart());
          Integer number = numbers.putIfAbsent(next, states.size());
          if (number == null) {
            number = states.size();
            states.add(next);
          }
          row[kind] = number.shortValue();
        }
        if (states.size() > STATES_MAX) {
          return Optional.empty();
        }
        rows.add(row);
      }
      short[] following = new short[rows.size() * kindsNumber];
      boolean[] accepting = new boolean[rows.size()];
      for (int i = 0; i < rows.size(); i++) {
        System.arraycopy(rows.get(i), 0, following, i * kindsNumber, kindsNumber);
        accepting[i] = states.get(i).intersects(last);
      }
      return Optional.of(new Automaton(kinds, kindsNumber, following, accepting, parsed.toEnd()));
    }

    /// Code points that stand in the same places are of one kind. Returns the places of each kind.
    private List<BitSet> kinds(byte[] kinds) {
      Map<BitSet, Integer> known = new HashMap<>();
      List<BitSet> places = new ArrayList<>();
      for (int codePoint = 0; codePoint < KINDS_OF_ALL; codePoint++) {
        BitSet in = new BitSet();
        for (int place = 0; place < codePoints.size(); place++) {
          in.set(place, codePoints.get(place).get(codePoint));
        }
        Integer kind = known.putIfAbsent(in, places.size());
        if (kind == null) {
          kind = places.size();
          places.add(in);
        }
        kinds[codePoint] = kind.byteValue();
      }
      return places;
    }

    /// The places that can follow one of the state's, whatever the next character is.
    private BitSet reached(BitSet state) {
      BitSet reached = new BitSet();
      for (int place = state.nextSetBit(0); place >= 0; place = state.nextSetBit(place + 1)) {
        reached.or(after.get(place));
      }
      return reached;
    }

    /// Numbers the places of a part and notes which can follow which.
    private Ends ends(Part part) {
      return switch (part) {
        case Place place -> {
          BitSet only = new BitSet();
          only.set(codePoints.size());
          codePoints.add(place.codePoints());
          after.add(new BitSet());
          yield new Ends(only, (BitSet) only.clone(), false);
        }
        case Sequence sequence -> {
          Ends all = new Ends(new BitSet(), new BitSet(), true);
          for (Part each : sequence.parts()) {
            all = inTurn(all, ends(each));
          }
          yield all;
        }
        case Choice choice -> {
          Ends all = new Ends(new BitSet(), new BitSet(), false);
          for (Part each : choice.parts()) {
            Ends ends = ends(each);
            all.first().or(ends.first());
            all.last().or(ends.last());
            all = new Ends(all.first(), all.last(), all.empty() || ends.empty());
          }
          yield all;
        }
        case Maybe maybe -> {
          Ends ends = ends(maybe.part());
          yield new Ends(ends.first(), ends.last(), true);
        }
        case Many many -> {
          Ends ends = ends(many.part());
          follow(ends.last(), ends.first());
          yield ends;
        }
      };
    }

    private Ends inTurn(Ends one, Ends two) {
      follow(one.last(), two.first());
      BitSet first = (BitSet) one.first().clone();
      if (one.empty()) {
        first.or(two.first());
      }
      BitSet last = (BitSet) two.last().clone();
      if (two.empty()) {
        last.or(one.last());
      }
      return new Ends(first, last, one.empty() && two.empty());
    }

    private void follow(BitSet places, BitSet next) {
      places.stream().forEach(place -> after.get(place).or(next));
    }
  }
}
