package dev.phaseledger.query.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// One array parameter of a statement that writes many rows through `unnest`: the values of one
/// column, a value per row. One such statement costs about what a single-row one does.
public final class Column {

  private final String type;
  private final @Nullable Object[] values;

  private Column(String type, @Nullable Object[] values) {
    this.type = type;
    this.values = values;
  }

  /// A `text[]` parameter.
  public static <R> Column texts(List<R> rows, Function<R, @Nullable String> value) {
    return new Column("text", rows.stream().map(value).toArray(String[]::new));
  }

  /// A `bigint[]` parameter.
  public static <R> Column longs(List<R> rows, ToLongFunction<R> value) {
    return new Column("int8", rows.stream().map(value::applyAsLong).toArray(Long[]::new));
  }

  /// A `bigint[]` parameter with nulls.
  public static <R> Column longsOrNone(List<R> rows, Function<R, Optional<Long>> value) {
    return new Column(
        "int8", rows.stream().map(row -> value.apply(row).orElse(null)).toArray(Long[]::new));
  }

  /// An `int[]` parameter.
  public static <R> Column ints(List<R> rows, Function<R, @Nullable Integer> value) {
    return new Column("int4", rows.stream().map(value).toArray(Integer[]::new));
  }

  /// A `boolean[]` parameter.
  public static <R> Column flags(List<R> rows, Predicate<R> value) {
    return new Column("bool", rows.stream().map(value::test).toArray(Boolean[]::new));
  }

  /// Runs a statement with one array per placeholder.
  ///
  /// @return rows written
  public static int write(JdbcTemplate jdbc, String sql, Column... columns) {
    return jdbc.update(sql, statement -> set(statement, columns));
  }

  /// Runs a statement with one array per placeholder.
  ///
  /// @return rows written
  public static int write(JdbcTemplate jdbc, String sql, List<Column> columns) {
    return write(jdbc, sql, columns.toArray(Column[]::new));
  }

  /// Sets the arrays as the statement's parameters, in order.
  public static void set(PreparedStatement statement, Column... columns) throws SQLException {
    Connection connection = statement.getConnection();
    for (int i = 0; i < columns.length; i++) {
      statement.setArray(i + 1, connection.createArrayOf(columns[i].type, columns[i].values));
    }
  }
}
