package dev.phaseledger.app.webhook;

import dev.phaseledger.app.database.DataDirectory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires webhooks: it needs a `JdbcClient` on the `processing` tables, a clock, a query gateway and
/// the data directory that holds addresses and secrets.
@Configuration(proxyBeanMethods = false)
@Import({DeliveryTable.class, WebhookOutbox.class, Delivering.class, DeliveryEndpoint.class})
public class WebhookConfiguration {

  @Bean
  WebhooksFile webhooksFile(DataDirectory data) {
    return new WebhooksFile(data.root());
  }

  @Bean(destroyMethod = "close")
  WebhookClient webhookClient() {
    return new WebhookClient(WebhookClient.Limits.USUAL);
  }
}
