package dev.phaseledger.command.machines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.command.authority.AgentAuthority.Status;
import dev.phaseledger.command.machines.Page.Given;
import dev.phaseledger.command.machines.Page.Ticket;
import dev.phaseledger.command.machines.Policies.Halt;
import dev.phaseledger.command.machines.Policies.Ladder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What must be so whenever a dispatch is released, in the words of the design and not by the code
/// of the deciders. It is asked before the release is counted.
final class ReleaseOracle {

  /// The largest amount that the schema of `write` takes, where a contract has one.
  static final int AMOUNT_MAX = 287;

  private final Page page;
  private final Holder holder;
  private final Policies policies;
  private final Instant now;

  ReleaseOracle(Page page, Holder holder, Policies policies, Instant now) {
    this.page = page;
    this.holder = holder;
    this.policies = policies;
    this.now = now;
  }

  void require(Ticket ticket) {
    standing();
    grant(ticket.request);
    stopping(ticket);
    phase(ticket.request);
    invariants(ticket);
    ladder(ticket);
  }

  private void standing() {
    StoppingConditions stopping = page.terms.stopping();
    assertThat(policies.halt()).as("the tenant runs").isEqualTo(Halt.RUNNING);
    assertThat(page.status.name()).as("the contract").isEqualTo("ACTIVE");
    assertThat(holder.status).as("the agent").isEqualTo(Status.ACTIVE);
    assertThat(holder.level).as("level").isGreaterThanOrEqualTo(page.terms.requiredLevel());
    assertThat(now).as("start").isAfterOrEqualTo(stopping.notBefore());
    assertThat(now).as("expiry").isBefore(stopping.expiresAt());
    stopping
        .heartbeatMax()
        .ifPresent(max -> assertThat(now).as("sign of life").isBefore(page.sign.plus(max)));
  }

  private void grant(DispatchRequest request) {
    ContractTerms terms = page.terms;
    assertThat(terms.actions()).as("actions").contains(request.action());
    assertThat(terms.dataClasses()).as("data").containsAll(request.dataClasses());
    for (String resource : request.resources()) {
      assertThat(resource).doesNotContain("..").doesNotContain("//");
      assertThat(terms.scope()).as("scope of " + resource).anyMatch(glob -> in(glob, resource));
      assertThat(terms.excluded()).as("exclusions").noneMatch(glob -> in(glob, resource));
    }
    if (terms.inputs().containsKey(request.action())) {
      assertThat(amount(request)).as("schema").isLessThanOrEqualTo(AMOUNT_MAX);
    }
  }

  /// All globs here end in two stars.
  private static boolean in(String glob, String resource) {
    return resource.startsWith(glob.substring(0, glob.length() - "**".length()));
  }

  private void stopping(Ticket ticket) {
    StoppingConditions stopping = page.terms.stopping();
    long others = page.open() - (ticket.open() ? 1 : 0);
    assertThat(others).as("open").isLessThan(page.terms.openDispatchesMax());
    stopping
        .actionsMax()
        .ifPresent(max ->
            assertThat(page.released + page.asideActions + 1)
                .as("actions with this one")
                .isLessThanOrEqualTo(max));
    stopping
        .costMicrosMax()
        .ifPresent(max ->
            assertThat(page.cost + page.asideCost + ticket.request.costMicros())
                .as("cost with this one")
                .isLessThanOrEqualTo(max));
    Instant hourAgo = now.minus(Duration.ofHours(1));
    stopping
        .actionsPerHourMax()
        .ifPresent(max ->
            assertThat(page.releases.stream().filter(at -> at.isAfter(hourAgo)).count())
                .as("others within the hour")
                .isLessThan(max));
    if (stopping.durationMax().isPresent() && !page.releases.isEmpty()) {
      assertThat(now)
          .as("duration")
          .isBefore(page.releases.getFirst().plus(stopping.durationMax().get()));
    }
  }

  private void phase(DispatchRequest request) {
    if (!page.terms.phases().isEmpty()) {
      assertThat(page.phase).as("phase").isPresent();
      request.phase().ifPresent(named -> assertThat(page.phase).hasValue(named));
    }
  }

  private void invariants(Ticket ticket) {
    int amount = amount(ticket.request);
    if (amount >= 100 && amount < 200) {
      Set<String> roles = new HashSet<>(ticket.escalated);
      roles.add("maintainer");
      approved(ticket, policies.rules().approvers, roles);
    } else if (amount >= 200 && amount < 250) {
      assertThat(page.tested).as("tests on record").isTrue();
    } else if (amount >= 250) {
      assertThat(amount).as("an amount that may pass").matches(a -> a >= 285 || between(a));
    }
  }

  /// It demotes, and is released.
  private static boolean between(int amount) {
    return amount >= 270 && amount < 280;
  }

  private void ladder(Ticket ticket) {
    if (policies.ladder() == Ladder.NONE) {
      return;
    }
    DispatchRequest request = ticket.request;
    assertThat(holder.level).as("a level that may do something").isBetween(1, 3);
    if (holder.level == 1) {
      assertThat(request.action()).isEqualTo("write");
      assertThat(request.costMicros()).isLessThanOrEqualTo(5_000);
      assertThat(request.irreversible()).isFalse();
      approved(ticket, 2, Set.of("maintainer"));
    }
  }

  /// By that many different humans who may, each on exactly what is in force now.
  private void approved(Ticket ticket, int count, Set<String> roles) {
    Map<PrincipalId, Given> valid = new HashMap<>(ticket.given);
    valid.values().removeIf(given -> !given.binding().equals(binding()));
    valid.values().removeIf(given -> given.names().stream().noneMatch(roles::contains));
    assertThat(valid.keySet())
        .as("approvals of amount " + amount(ticket.request) + " that count: " + ticket.given)
        .hasSizeGreaterThanOrEqualTo(count)
        .doesNotContainAnyElementsOf(ticket.askers)
        .doesNotContain(Holder.OWNER, new PrincipalId(page.agent().value()));
    valid.forEach((by, given) -> {
      assertThat(given.names()).contains("approver");
      given.onBehalfOf().ifPresent(human -> assertThat(valid).doesNotContainKey(human));
      if (!page.terms.approvers().isEmpty()) {
        assertThat(given.names()).as("of " + by).containsAnyElementsOf(page.terms.approvers());
      }
    });
  }

  /// What an approval is bound to.
  String binding() {
    return page.terms.version() + "/" + holder.epoch + "/" + policies.binding();
  }

  private static int amount(DispatchRequest request) {
    return request
        .parameters()
        .find("amount")
        .map(value -> ((dev.phaseledger.api.value.JsonValue.Num) value).value().intValueExact())
        .orElseThrow();
  }
}
