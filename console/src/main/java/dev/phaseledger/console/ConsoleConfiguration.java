package dev.phaseledger.console;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/// Wires the console's pages. The importing application brings the query gateway, Thymeleaf, and a
/// resolver for the `Principal` argument. Pages are under `/` and `/console`, what they are made of
/// under `/console/assets` and `/webjars`; none has an inline script, an inline style or a foreign
/// host.
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class ConsoleConfiguration {}
