package dev.phaseledger.app.service;

import java.util.Arrays;
import java.util.Set;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.springframework.beans.factory.ListableBeanFactory;

/// Finds the beans that answer queries: those over views, and those over what is no view.
final class QueryHandlers {

  private QueryHandlers() {}

  private static final Set<String> PACKAGES =
      Set.of("dev.phaseledger.query", "dev.phaseledger.app.savedquery");

  /// Subscribes every bean of those packages that has methods for queries.
  static void subscribe(ListableBeanFactory beans, QueryBus queries) {
    for (String name : beans.getBeanDefinitionNames()) {
      Class<?> type = beans.getType(name);
      if (type != null && isHandler(type)) {
        new AnnotationQueryHandlerAdapter<>(beans.getBean(name)).subscribe(queries);
      }
    }
  }

  private static boolean isHandler(Class<?> type) {
    return PACKAGES.stream().anyMatch(type.getPackageName()::startsWith)
        && Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> method.isAnnotationPresent(QueryHandler.class));
  }
}
