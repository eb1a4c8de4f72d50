package dev.phaseledger.console;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.DescribeMaps;
import dev.phaseledger.api.query.LedgerQuery.FindCheckpoint;
import dev.phaseledger.api.query.LedgerQuery.FindReplayResult;
import dev.phaseledger.api.query.LedgerQuery.FindTrail;
import dev.phaseledger.api.query.LedgerQuery.ListAgents;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.LedgerQuery.ListReplays;
import dev.phaseledger.api.query.LedgerQuery.Summarize;
import dev.phaseledger.api.query.MapsView;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.ReplayJobView;
import dev.phaseledger.api.query.ReplayView;
import dev.phaseledger.api.query.SummaryView;
import dev.phaseledger.api.query.TrailView;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The console over fixed views, to be tested and looked at.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ConsoleConfiguration.class)
class ConsoleTestApplication implements WebMvcConfigurer {

  private static final Principal AUDITOR =
      new Principal(
          new PrincipalId("auditor-1"),
          Principal.Kind.HUMAN,
          Views.TENANT,
          Set.of(Role.AUDITOR),
          Optional.empty());

  public static void main(String[] arguments) {
    SpringApplication.run(ConsoleTestApplication.class, arguments);
  }

  @Bean
  QueryGateway queryGateway() {
    SimpleQueryBus bus = SimpleQueryBus.builder().build();
    new AnnotationQueryHandlerAdapter<>(new FixedAnswers()).subscribe(bus);
    return DefaultQueryGateway.builder().queryBus(bus).build();
  }

  @Bean
  Clock clock() {
    return Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);
  }

  @Bean
  IdSource ids() {
    return () -> "incident-1";
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(
        new HandlerMethodArgumentResolver() {
          @Override
          public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Principal.class;
          }

          @Override
          public @Nullable Object resolveArgument(
              MethodParameter parameter,
              @Nullable ModelAndViewContainer container,
              NativeWebRequest request,
              @Nullable WebDataBinderFactory binders) {
            return AUDITOR;
          }
        });
  }

  /// Answers as the query side would.
  static final class FixedAnswers {

    @QueryHandler
    SummaryView summary(Summarize query) {
      return Views.summary();
    }

    @QueryHandler
    Optional<String> checkpoint(FindCheckpoint query) {
      return Optional.of(
          """
          ledger.example/acme
          40022
          WmFnzM5KBO0l8WdLHxIIJ0pGoWpGXl4W0bc0XxBzkJA=

          — ledger.example/acme c5pHhKLg0oHjK0Wm0vHhXqEm7pZ0yX3ivR1b3Yk2xg2q9qHf6kBhw5lq0k4mPpGSd2T4uEwzWpdhx0Jm0S8=
          """);
    }

    @QueryHandler
    Page<DispatchView> dispatches(ListDispatches query) {
      return query.state().equals(Optional.of("PENDING"))
          ? new Page<>(List.of(Views.pending()), Optional.empty())
          : new Page<>(
              Views.dispatches().stream()
                  .filter(
                      view -> query.verdict().map(view.judgement().verdict()::equals).orElse(true))
                  .toList(),
              Optional.of("bmV4dA"));
    }

    @QueryHandler
    Optional<TrailView> trail(FindTrail query) {
      return query.dispatch().value().equals("d-missing")
          ? Optional.empty()
          : Optional.of(Views.trail(query.dispatch().value()));
    }

    @QueryHandler
    Page<AgentView> agents(ListAgents query) {
      return new Page<>(Views.agents(), Optional.empty());
    }

    @QueryHandler
    MapsView maps(DescribeMaps query) {
      return Views.maps();
    }

    @QueryHandler
    Page<ReplayJobView> replays(ListReplays query) {
      return new Page<>(Views.replays(), Optional.empty());
    }

    @QueryHandler
    Optional<ReplayView> replay(FindReplayResult query) {
      return Optional.of(Views.replay(query.result()));
    }
  }
}
