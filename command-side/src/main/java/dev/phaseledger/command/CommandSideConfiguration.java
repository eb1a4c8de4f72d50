package dev.phaseledger.command;

import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.http.BodyDigestFilter;
import dev.phaseledger.command.http.RequestEnvelopeResolver;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Wires the command side: it needs a command bus with the aggregates of
/// [dev.phaseledger.command.handling.LedgerAggregates], a [LedgerReader], an
/// [dev.phaseledger.api.IdSource] and a [java.time.Clock].
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class CommandSideConfiguration {

  @Bean
  InForce inForce() {
    return new InForce();
  }

  @Bean
  LedgerCommands ledgerCommands(CommandBus bus, LedgerReader reader) {
    return new LedgerCommands(bus, reader);
  }

  @Bean
  BodyDigestFilter bodyDigestFilter() {
    return new BodyDigestFilter();
  }

  @Bean
  WebMvcConfigurer commandSideArguments() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestEnvelopeResolver());
      }
    };
  }
}
