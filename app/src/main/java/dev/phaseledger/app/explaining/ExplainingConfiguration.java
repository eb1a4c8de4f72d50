package dev.phaseledger.app.explaining;

import dev.phaseledger.store.LedgerEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires explanations: they need the log by streams, and the view that says where a dispatch is.
@Configuration(proxyBeanMethods = false)
@Import(ExplanationEndpoint.class)
public class ExplainingConfiguration {

  @Bean
  Histories histories(LedgerEngine engine) {
    return new Histories(engine);
  }
}
