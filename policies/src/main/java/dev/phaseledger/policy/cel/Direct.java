package dev.phaseledger.policy.cel;

import org.jspecify.annotations.Nullable;

/// A part of an expression in a form that is evaluated without the library: a tree of objects, one
/// per operation, made for the types that the checker has found.
///
/// It gives the value that the library's program gives, or it gives up by any exception. Then the
/// library's program is run, which has the value or the reason why there is none; so what an
/// expression means, and what is said where it has no value, is the library's alone. Inputs are
/// read in the library's order, so that giving up has read nothing that the library does not read.
abstract class Direct {

  /// Gives up; carries nothing, because nobody looks at it.
  static final class GivesUp extends RuntimeException {
    GivesUp() {
      super("there is no value", null, false, false);
    }
  }

  /// The loops of one evaluation of an expression.
  static final class Loops {

    /// Loops within each other, at most.
    static final int DEPTH_MAX = Limits.COMPREHENSION_DEPTH_MAX;

    private @Nullable Object outer;
    private @Nullable Object middle;
    private @Nullable Object inner;
    private int iterations;

    /// For expressions without loops; never counts anything.
    static final Loops NONE = new Loops();

    static Loops of(int variables) {
      return variables == 0 ? NONE : new Loops();
    }

    /// What a loop's variable stands for; 0 for the outermost loop.
    Object variable(int depth) {
      return present(
          switch (depth) {
            case 0 -> outer;
            case 1 -> middle;
            default -> inner;
          });
    }

    /// Begins a turn of a loop with the next value of its variable. Turns are counted as the
    /// library counts them.
    void turn(int depth, Object value) {
      turn();
      switch (depth) {
        case 0 -> outer = value;
        case 1 -> middle = value;
        default -> inner = value;
      }
    }

    /// Counts one more turn, as the library does.
    void turn() {
      if (++iterations > Limits.ITERATIONS_MAX) {
        throw new GivesUp();
      }
    }
  }

  /// The value.
  abstract Object value(Inputs inputs, Loops loops);

  /// The value of what the checker has found to be true or false.
  boolean truth(Inputs inputs, Loops loops) {
    return (Boolean) value(inputs, loops);
  }

  /// The value of what the checker has found to be a whole number.
  long whole(Inputs inputs, Loops loops) {
    return (Long) value(inputs, loops);
  }

  /// The value of what the checker has found to be optional; null if there is none.
  @Nullable Object found(Inputs inputs, Loops loops) {
    return ((java.util.Optional<?>) value(inputs, loops)).orElse(null);
  }

  static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new GivesUp();
    }
    return value;
  }

  /// Something that is true or false.
  abstract static class Truth extends Direct {
    @Override
    final Object value(Inputs inputs, Loops loops) {
      return truth(inputs, loops);
    }

    @Override
    abstract boolean truth(Inputs inputs, Loops loops);
  }

  /// A whole number.
  abstract static class Whole extends Direct {
    @Override
    final Object value(Inputs inputs, Loops loops) {
      return whole(inputs, loops);
    }

    @Override
    abstract long whole(Inputs inputs, Loops loops);
  }

  /// Something that may be absent.
  abstract static class Maybe extends Direct {
    @Override
    final Object value(Inputs inputs, Loops loops) {
      return java.util.Optional.ofNullable(found(inputs, loops));
    }

    @Override
    abstract @Nullable Object found(Inputs inputs, Loops loops);
  }

  /// True or false, of one value.
  @FunctionalInterface
  interface Test1 {
    boolean of(Object value);
  }

  /// True or false, of two values.
  @FunctionalInterface
  interface Test2 {
    boolean of(Object first, Object second);
  }

  /// A number, of one value.
  @FunctionalInterface
  interface Number1 {
    long of(Object value);
  }

  /// Anything, of one value.
  @FunctionalInterface
  interface Value1 {
    Object of(Object value);
  }

  /// Anything, of two values.
  @FunctionalInterface
  interface Value2 {
    Object of(Object first, Object second);
  }

  static Direct test(Direct only, Test1 test) {
    return new Truth() {
      @Override
      boolean truth(Inputs inputs, Loops loops) {
        return test.of(only.value(inputs, loops));
      }
    };
  }

  static Direct test(Direct first, Direct second, Test2 test) {
    return new Truth() {
      @Override
      boolean truth(Inputs inputs, Loops loops) {
        return test.of(first.value(inputs, loops), second.value(inputs, loops));
      }
    };
  }

  static Direct number(Direct only, Number1 number) {
    return new Whole() {
      @Override
      long whole(Inputs inputs, Loops loops) {
        return number.of(only.value(inputs, loops));
      }
    };
  }

  static Direct of(Direct only, Value1 operation) {
    return new Direct() {
      @Override
      Object value(Inputs inputs, Loops loops) {
        return operation.of(only.value(inputs, loops));
      }
    };
  }

  static Direct of(Direct first, Direct second, Value2 operation) {
    return new Direct() {
      @Override
      Object value(Inputs inputs, Loops loops) {
        return operation.of(first.value(inputs, loops), second.value(inputs, loops));
      }
    };
  }
}
