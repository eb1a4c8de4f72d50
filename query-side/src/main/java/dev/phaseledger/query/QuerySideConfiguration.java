package dev.phaseledger.query;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/// Wires projections, query handlers and read endpoints. The importing application brings a
/// `JdbcTemplate` on a database migrated from `classpath:db/projection`, a `Clock`, the query
/// gateway and the ports of the log.
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class QuerySideConfiguration {}
