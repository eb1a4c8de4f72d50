package dev.phaseledger.app.service;

import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.security.PrincipalDirectory;
import dev.phaseledger.app.security.SecurityConfiguration.LoopbackReads;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells security what the service's settings say about callers.
@Configuration(proxyBeanMethods = false)
class PrincipalBeans {

  @Bean
  PrincipalDirectory principalDirectory(DataDirectory data) {
    return new PrincipalDirectory(DataDirectory.principals(data.root()));
  }

  @Bean
  LoopbackReads loopbackReads(ServiceSettings settings) {
    return new LoopbackReads(
        settings.loopbackReads() ? Optional.of(settings.tenant()) : Optional.empty());
  }
}
