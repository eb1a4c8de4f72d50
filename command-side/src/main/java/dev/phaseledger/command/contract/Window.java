package dev.phaseledger.command.contract;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Counts occurrences within the last stretch of time, in slots of equal length, at a constant
/// cost.
///
/// A count covers the running slot and the full slots before it, so it may include occurrences up
/// to one slot older than the stretch: it errs on the side of counting.
final class Window {

  /// The newest slot of a window without occurrences: before any other.
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final long slotSeconds;
  private final long lastSlot;
  private final int[] counts;

  private Window(long slotSeconds, long lastSlot, int[] counts) {
    this.slotSeconds = slotSeconds;
    this.lastSlot = lastSlot;
    this.counts = counts;
  }

  /// An empty window.
  ///
  /// @param slot length of a slot
  /// @param slots how many slots the stretch has
  static Window of(Duration slot, int slots) {
    return new Window(slot.toSeconds(), NEVER, new int[slots + 1]);
  }

  /// The window after one more occurrence. One that lies before the stretch changes nothing.
  Window add(Instant at) {
    long slot = slotOf(at);
    if (slot <= lastSlot - counts.length) {
      return this;
    }
    int[] next = slot > lastSlot ? shifted(slot) : counts.clone();
    long newest = Math.max(slot, lastSlot);
    next[index(slot)]++;
    return new Window(slotSeconds, newest, next);
  }

  /// How many occurrences lie within the stretch that ends now.
  long count(Instant now) {
    return count(now, counts.length - 1);
  }

  /// How many occurrences lie within the last full slots and the running one.
  long count(Instant now, int slots) {
    if (slots < 1 || slots >= counts.length) {
      throw new IllegalArgumentException(slots + " of " + (counts.length - 1) + " slots");
    }
    long slot = slotOf(now);
    long sum = 0;
    for (long s = Math.max(slot, lastSlot) - slots; s <= lastSlot; s++) {
      sum += counts[index(s)];
    }
    return sum;
  }

  /// The slots with occurrences, each by its age in slots and its count, newest first; without
  /// members if it is empty.
  Fields encode() {
    if (lastSlot == NEVER) {
      return Fields.EMPTY;
    }
    var pairs = new ArrayList<JsonValue>();
    for (int age = 0; age < counts.length; age++) {
      int count = counts[index(lastSlot - age)];
      if (count != 0) {
        pairs.add(Num.of(age));
        pairs.add(Num.of(count));
      }
    }
    return Fields.with("slot", Num.of(lastSlot)).put("counts", new Items(pairs)).build();
  }

  /// The window of this one's slots that [#encode] wrote.
  ///
  /// @throws InvalidFieldException if it has a slot that this one does not have
  Window decoded(Fields form) {
    if (form.members().isEmpty()) {
      return new Window(slotSeconds, NEVER, new int[counts.length]);
    }
    List<JsonValue> pairs = ContractSnapshot.list(form, "counts");
    long slot = ContractSnapshot.integer(form, "slot");
    int[] read = new int[counts.length];
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      long age = ContractSnapshot.integer("counts", pairs.get(i));
      if (age < 0 || age >= counts.length) {
        throw new InvalidFieldException("counts", "has no slot of age " + age);
      }
      read[index(slot - age)] = (int) ContractSnapshot.integer("counts", pairs.get(i + 1));
    }
    return new Window(slotSeconds, slot, read);
  }

  private int[] shifted(long slot) {
    int[] next = counts.clone();
    if (slot - lastSlot >= counts.length) {
      Arrays.fill(next, 0);
    } else {
      for (long s = lastSlot + 1; s <= slot; s++) {
        next[index(s)] = 0;
      }
    }
    return next;
  }

  private long slotOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), slotSeconds);
  }

  private int index(long slot) {
    return (int) Math.floorMod(slot, (long) counts.length);
  }
}
