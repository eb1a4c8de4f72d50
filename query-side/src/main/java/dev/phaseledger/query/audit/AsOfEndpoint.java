package dev.phaseledger.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.query.AsOf;
import dev.phaseledger.api.query.AuthorityView;
import dev.phaseledger.api.query.LedgerQuery.FindAuthority;
import dev.phaseledger.api.query.LedgerQuery.FindPastContract;
import dev.phaseledger.api.query.LedgerQuery.FindPastDispatch;
import dev.phaseledger.api.query.PastContractView;
import dev.phaseledger.api.query.PastDispatchView;
import dev.phaseledger.query.reading.Moments;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import dev.phaseledger.query.reading.Trees;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads how things stood at a moment: `asOf` is a position or a time; now, if it is not there.
@RestController
final class AsOfEndpoint {

  /// What an agent could do, as it is sent.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record AuthorityBody(
      String agentId,
      long position,
      Instant at,
      String status,
      int level,
      long epoch,
      boolean halted,
      Optional<String> haltReason,
      List<GrantBody> contracts,
      List<BecauseBody> because) {

    static AuthorityBody of(AuthorityView view) {
      return new AuthorityBody(
          view.agentId(),
          view.position(),
          view.at(),
          view.status(),
          view.level(),
          view.epoch(),
          view.halted().isPresent(),
          view.halted(),
          view.contracts().stream().map(GrantBody::of).toList(),
          BecauseBody.of(view.because()));
    }
  }

  /// What one contract granted, as it is sent.
  ///
  /// @param usable whether anything could be done under it; counts, costs and invariants aside
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record GrantBody(
      String contractId,
      int version,
      TreeSet<String> actions,
      List<String> scope,
      List<String> excluded,
      int requiredLevel,
      Optional<String> phase,
      Instant expiresAt,
      boolean usable,
      Optional<String> blocked) {

    static GrantBody of(AuthorityView.Grant grant) {
      return new GrantBody(
          grant.contractId(),
          grant.terms().version(),
          new TreeSet<>(grant.terms().actions()),
          grant.terms().scope(),
          grant.terms().excluded(),
          grant.terms().requiredLevel(),
          grant.phase(),
          grant.terms().stopping().expiresAt(),
          grant.blocked().isEmpty(),
          grant.blocked());
    }
  }

  /// A contract as it was, as it is sent.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record PastContractBody(
      String contractId,
      long position,
      Instant at,
      String status,
      Optional<String> endedReason,
      int version,
      Optional<String> phase,
      Map<String, @Nullable Object> terms,
      List<BecauseBody> because) {

    static PastContractBody of(PastContractView view) {
      return new PastContractBody(
          view.contractId(),
          view.position(),
          view.at(),
          view.status(),
          view.endedReason(),
          view.terms().version(),
          view.phase(),
          Trees.of(Forms.encode(view.terms())),
          BecauseBody.of(view.because()));
    }
  }

  /// A dispatch as it was, as it is sent.
  record PastDispatchBody(
      String dispatchId,
      String contractId,
      String agentId,
      long position,
      Instant at,
      String state,
      String verdict,
      String explanation,
      List<BecauseBody> because) {

    static PastDispatchBody of(PastDispatchView view) {
      return new PastDispatchBody(
          view.dispatchId(),
          view.contractId(),
          view.agentId(),
          view.position(),
          view.at(),
          view.state(),
          view.verdict(),
          view.explanation(),
          BecauseBody.of(view.because()));
    }
  }

  private final Reads reads;
  private final Moments moments;

  AsOfEndpoint(Reads reads, Moments moments) {
    this.reads = reads;
    this.moments = moments;
  }

  /// What an agent could do: its level and standing, and its contracts with what they grant.
  @GetMapping("/v1/agents/{agentId}/authority")
  AuthorityBody authority(
      Principal principal,
      @PathVariable String agentId,
      @RequestParam Optional<String> asOf,
      @RequestParam Optional<Long> atLeast) {
    AgentId agent = new AgentId(agentId);
    if (!Readers.mayRead(principal, agentId)) {
      throw new ForbiddenException("an agent may read only itself");
    }
    AsOf moment = awaited(asOf, atLeast);
    return reads
        .find(new FindAuthority(principal.tenant(), agent, moment), AuthorityView.class)
        .map(AuthorityBody::of)
        .orElseThrow(
            () -> new NotFoundException("agentId", "There is or was no agent " + agent + "."));
  }

  /// A contract as it was; what was done under it is found among the entries.
  @GetMapping("/v1/contracts/{contractId}/state")
  PastContractBody contract(
      Principal principal,
      @PathVariable String contractId,
      @RequestParam Optional<String> asOf,
      @RequestParam Optional<Long> atLeast) {
    ContractId contract = new ContractId(contractId);
    Readers.only(principal);
    AsOf moment = awaited(asOf, atLeast);
    return reads
        .find(new FindPastContract(principal.tenant(), contract, moment), PastContractView.class)
        .filter(view -> Readers.mayRead(principal, view.terms().agent().value()))
        .map(PastContractBody::of)
        .orElseThrow(() ->
            new NotFoundException("contractId", "There is or was no contract " + contract + "."));
  }

  /// A dispatch as it was.
  @GetMapping("/v1/dispatches/{dispatchId}/state")
  PastDispatchBody dispatch(
      Principal principal,
      @PathVariable String dispatchId,
      @RequestParam Optional<String> asOf,
      @RequestParam Optional<Long> atLeast) {
    DispatchId dispatch = new DispatchId(dispatchId);
    Readers.only(principal);
    AsOf moment = awaited(asOf, atLeast);
    return reads
        .find(new FindPastDispatch(principal.tenant(), dispatch, moment), PastDispatchView.class)
        .filter(view -> Readers.mayRead(principal, view.agentId()))
        .map(PastDispatchBody::of)
        .orElseThrow(() ->
            new NotFoundException("dispatchId", "There is or was no dispatch " + dispatch + "."));
  }

  private AsOf awaited(Optional<String> asOf, Optional<Long> atLeast) {
    AsOf moment = moments.parse(asOf);
    reads.await(atLeast);
    reads.await(Moments.needed(moment));
    return moment;
  }
}
