package dev.phaseledger.app.shortway;

import dev.phaseledger.command.dispatch.DispatchExchange;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Puts the short way right behind the security filters.
@Configuration(proxyBeanMethods = false)
public class ShortWayConfiguration {

  @Bean
  FilterRegistrationBean<ShortWayFilter> shortWay(
      DispatchExchange dispatches,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    FilterRegistrationBean<ShortWayFilter> registration =
        new FilterRegistrationBean<>(new ShortWayFilter(dispatches, problems));
    registration.addUrlPatterns(PlainHead.PATH);
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
    return registration;
  }
}
