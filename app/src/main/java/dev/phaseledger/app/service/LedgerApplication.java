package dev.phaseledger.app.service;

import dev.phaseledger.app.backtest.BacktestConfiguration;
import dev.phaseledger.app.explaining.ExplainingConfiguration;
import dev.phaseledger.app.keys.KeyConfiguration;
import dev.phaseledger.app.savedquery.SavedQueryConfiguration;
import dev.phaseledger.app.security.SecurityConfiguration;
import dev.phaseledger.app.shortway.ShortWayConfiguration;
import dev.phaseledger.app.web.LedgerWebConfiguration;
import dev.phaseledger.app.webhook.WebhookConfiguration;
import dev.phaseledger.command.CommandSideConfiguration;
import dev.phaseledger.console.ConsoleConfiguration;
import dev.phaseledger.query.QuerySideConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/// The application: every part is named here, nothing is found by scanning.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  StoreConfiguration.class,
  AxonConfiguration.class,
  PathsHandler.class,
  WebhookConfiguration.class,
  PrincipalBeans.class,
  SecurityConfiguration.class,
  ShortWayConfiguration.class,
  LedgerWebConfiguration.class,
  KeyConfiguration.class,
  BacktestConfiguration.class,
  ExplainingConfiguration.class,
  SavedQueryConfiguration.class,
  CommandSideConfiguration.class,
  QuerySideConfiguration.class,
  ConsoleConfiguration.class
})
class LedgerApplication {}
