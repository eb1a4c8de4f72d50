package dev.phaseledger.policy.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import java.util.Locale;

/// The declared type of something that expressions read, and how JSON carries it.
public sealed interface FieldType {

  /// Types without parts.
  enum Simple implements FieldType {
    STRING(SimpleType.STRING),
    /// A whole number of 64 bits.
    INT(SimpleType.INT),
    BOOL(SimpleType.BOOL),
    /// RFC 3339 text with an offset, read as a point in time.
    TIMESTAMP(SimpleType.TIMESTAMP),
    /// ISO 8601 calendar date as text, read as the start of that day in UTC.
    DATE(SimpleType.TIMESTAMP),
    /// Text such as `2h` or `1h30m`, see [Durations].
    DURATION(SimpleType.DURATION);

    private final CelType cel;

    Simple(CelType cel) {
      this.cel = cel;
    }

    @Override
    public CelType cel() {
      return cel;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A decimal read as the whole number that is 10^digits times as large, exactly.
  record Scaled(int digits) implements FieldType {

    /// Decimal places that still leave room for amounts of 10^9 in 64 bits.
    public static final int DIGITS_MAX = 9;

    @Override
    public CelType cel() {
      return SimpleType.INT;
    }

    @Override
    public String toString() {
      return "scaled(" + digits + ")";
    }
  }

  /// A list of one type.
  record ListOf(FieldType items) implements FieldType {
    @Override
    public CelType cel() {
      return ListType.create(items.cel());
    }

    @Override
    public String toString() {
      return "list(" + items + ")";
    }
  }

  /// An object with members of one type under any names.
  record MapOf(FieldType values) implements FieldType {
    @Override
    public CelType cel() {
      return MapType.create(SimpleType.STRING, values.cel());
    }

    @Override
    public String toString() {
      return "map(" + values + ")";
    }
  }

  /// An object of a declared shape; all of its members may be missing.
  record Struct(String name) implements FieldType {
    @Override
    public CelType cel() {
      return StructTypeReference.create(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// A type known from checking an expression, which is not read from JSON.
  record Checked(CelType cel) implements FieldType {
    @Override
    public String toString() {
      return cel.name();
    }
  }

  /// The type that expressions see.
  CelType cel();
}
