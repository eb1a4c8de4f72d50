package dev.phaseledger.app.savedquery;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires saved queries: they need a `JdbcClient` on the `processing` tables and its transactions.
@Configuration(proxyBeanMethods = false)
@Import({SavedQueryTable.class, SavedQueryQueries.class, SavedQueryEndpoint.class})
public class SavedQueryConfiguration {}
