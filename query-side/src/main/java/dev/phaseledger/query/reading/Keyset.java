package dev.phaseledger.query.reading;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Pages that continue after the last key they gave, so that a page costs the same wherever it is
/// and rows that are added meanwhile move nothing. Cursors are opaque to callers.
public final class Keyset {

  private static final String BY_POSITION = "p";
  private static final String BY_AGE = "a";
  private static final String BY_NAME = "n";

  private Keyset() {}

  /// How many rows to fetch: one more than the page has shows whether another follows.
  public static int rowsToFetch(Cursor cursor) {
    return cursor.size() + 1;
  }

  /// The position below which a newest-first page starts.
  ///
  /// @throws InvalidFieldException if the cursor is not from such a page
  public static long below(Cursor cursor) {
    return cursor.after().map(after -> position(after, BY_POSITION)).orElse(Long.MAX_VALUE);
  }

  /// The position behind which an oldest-first page starts.
  ///
  /// @throws InvalidFieldException if the cursor is not from such a page
  public static long above(Cursor cursor) {
    return cursor.after().map(after -> position(after, BY_AGE)).orElse(0L);
  }

  /// The name after which a page by name starts; empty text for the first page.
  ///
  /// @throws InvalidFieldException if the cursor is not from such a page
  public static String afterName(Cursor cursor) {
    return cursor.after().map(after -> decode(after, BY_NAME)).orElse("");
  }

  /// A newest-first page of the rows fetched.
  public static <T> Page<T> newestFirst(List<T> rows, Cursor cursor, ToLongFunction<T> position) {
    return page(rows, cursor, row -> BY_POSITION + position.applyAsLong(row));
  }

  /// An oldest-first page of the rows fetched.
  public static <T> Page<T> oldestFirst(List<T> rows, Cursor cursor, ToLongFunction<T> position) {
    return page(rows, cursor, row -> BY_AGE + position.applyAsLong(row));
  }

  /// A page by name of the rows fetched.
  public static <T> Page<T> byName(List<T> rows, Cursor cursor, Function<T, String> name) {
    return page(rows, cursor, row -> BY_NAME + name.apply(row));
  }

  private static <T> Page<T> page(List<T> rows, Cursor cursor, Function<T, String> key) {
    if (rows.size() <= cursor.size()) {
      return new Page<>(rows, Optional.empty());
    }
    List<T> items = rows.subList(0, cursor.size());
    byte[] last = key.apply(items.getLast()).getBytes(StandardCharsets.UTF_8);
    return new Page<>(
        items, Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(last)));
  }

  private static long position(String after, String sort) {
    try {
      return Long.parseLong(decode(after, sort));
    } catch (NumberFormatException e) {
      throw foreign();
    }
  }

  private static String decode(String after, String sort) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(after);
    } catch (IllegalArgumentException e) {
      throw foreign();
    }
    String key = new String(bytes, StandardCharsets.UTF_8);
    if (!key.startsWith(sort)) {
      throw foreign();
    }
    return key.substring(sort.length());
  }

  private static InvalidFieldException foreign() {
    return new InvalidFieldException("after", "must be the 'next' of a page of the same list");
  }
}
