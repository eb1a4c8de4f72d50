package dev.phaseledger.app.service;

import java.util.Arrays;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.springframework.beans.factory.ListableBeanFactory;

/// Finds the beans that answer queries: those over views, and those over what is no view.
final class QueryHandlers {

  private QueryHandlers() {}

  /// Subscribes every bean of ours that has methods for queries.
  static void subscribe(ListableBeanFactory beans, QueryBus queries) {
    for (String name : beans.getBeanDefinitionNames()) {
      Class<?> type = beans.getType(name);
      if (type != null && isHandler(type)) {
        new AnnotationQueryHandlerAdapter<>(beans.getBean(name)).subscribe(queries);
      }
    }
  }

  private static boolean isHandler(Class<?> type) {
    return type.getPackageName().startsWith("dev.phaseledger.")
        && Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> method.isAnnotationPresent(QueryHandler.class));
  }
}
