package dev.phaseledger.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Real connections, with somebody who is asked before and after each prepared query runs and who
/// may hold it up or break the connection.
final class WatchedConnections {

  /// What happens around queries.
  interface Watch {
    void before(String sql) throws SQLException;

    void after(String sql) throws SQLException;
  }

  private WatchedConnections() {}

  static DataSource of(DataSource connections, Watch watch) {
    return proxy(DataSource.class, new Passing(connections, "", watch));
  }

  static SQLException broken() {
    return new SQLException("An I/O error occurred while sending to the backend.", "08006");
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private record Passing(Object target, String sql, Watch watch) implements InvocationHandler {

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
      boolean query = !sql.isEmpty() && method.getName().equals("executeQuery");
      if (query) {
        watch.before(sql);
      }
      Object result;
      try {
        result = method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getTargetException();
      }
      if (query) {
        watch.after(sql);
      }
      return switch (result) {
        case Connection connection when method.getName().equals("getConnection") ->
            proxy(Connection.class, new Passing(connection, "", watch));
        case PreparedStatement statement ->
            proxy(
                PreparedStatement.class,
                new Passing(statement, String.valueOf(arguments[0]), watch));
        case null, default -> result;
      };
    }
  }
}
