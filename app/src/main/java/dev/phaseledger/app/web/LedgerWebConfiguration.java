package dev.phaseledger.app.web;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.value.JsonValue;
import io.micrometer.observation.ObservationRegistry;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// Wires what all endpoints share.
@Configuration(proxyBeanMethods = false)
public class LedgerWebConfiguration {

  private static final String BEARER = "bearer";

  @Bean
  JsonMapperBuilderCustomizer ledgerJson() {
    return LedgerJson::configure;
  }

  /// Nobody reads observations of requests and of security filters, and they cost a tenth of a
  /// request: the service's own figures are counted where they arise.
  @Bean
  ObservationRegistry observations() {
    return ObservationRegistry.NOOP;
  }

  @Bean
  ProblemWriter problemWriter(JsonMapper json) {
    return new ProblemWriter(json);
  }

  @Bean
  ProblemAdvice problemAdvice(IdSource ids) {
    return new ProblemAdvice(ids);
  }

  @Bean
  ProblemErrorController problemErrorController() {
    return new ProblemErrorController();
  }

  /// Right after security, before anything that reads a body.
  @Bean
  FilterRegistrationBean<BodyLimitFilter> bodyLimit(ProblemWriter problems) {
    FilterRegistrationBean<BodyLimitFilter> registration =
        new FilterRegistrationBean<>(new BodyLimitFilter(problems));
    registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 2);
    return registration;
  }

  /// Inside of security, which writes its headers before the answer.
  @Bean
  FilterRegistrationBean<WholeAnswerFilter> wholeAnswers() {
    FilterRegistrationBean<WholeAnswerFilter> registration =
        new FilterRegistrationBean<>(new WholeAnswerFilter());
    registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 2);
    return registration;
  }

  @Bean
  OpenAPI openApi() {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(
            dev.phaseledger.api.Principal.class, dev.phaseledger.command.http.RequestEnvelope.class)
        .replaceWithSchema(JsonValue.class, new Schema<>().description("Any JSON value."))
        .replaceWithSchema(JsonValue.Fields.class, new Schema<>().type("object"));
    return new OpenAPI()
        .info(
            new Info()
                .title("Phase Ledger")
                .version("1")
                .description("Decides, records and proves what AI agents may do."))
        .schemaRequirement(
            BEARER, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
        .addSecurityItem(new SecurityRequirement().addList(BEARER));
  }
}
