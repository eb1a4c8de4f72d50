package dev.phaseledger.app.keys;

import dev.phaseledger.store.LedgerEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the rotation of keys.
@Configuration(proxyBeanMethods = false)
public class KeyConfiguration {

  @Bean
  KeyRotationEndpoint keyRotationEndpoint(LedgerEngine engine) {
    return new KeyRotationEndpoint(engine);
  }
}
