package dev.phaseledger.app.shortway;

import dev.phaseledger.app.security.AnswerHeaders;
import dev.phaseledger.app.security.PrincipalDirectory;
import dev.phaseledger.command.dispatch.DispatchExchange;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Puts the short way before everything else that looks at requests.
@Configuration(proxyBeanMethods = false)
public class ShortWayConfiguration {

  @Bean
  FilterRegistrationBean<ShortWayFilter> shortWay(
      PrincipalDirectory principals,
      AnswerHeaders headers,
      DispatchExchange dispatches,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    FilterRegistrationBean<ShortWayFilter> registration =
        new FilterRegistrationBean<>(new ShortWayFilter(principals, headers, dispatches, problems));
    registration.addUrlPatterns(PlainHead.PATH);
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
