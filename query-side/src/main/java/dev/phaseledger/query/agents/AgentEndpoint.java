package dev.phaseledger.query.agents;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.LedgerQuery.FindAgent;
import dev.phaseledger.api.query.LedgerQuery.ListAgents;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import dev.phaseledger.query.reading.Tagged;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads agents. An agent may read itself.
@RestController
@RequestMapping("/v1/agents")
final class AgentEndpoint {

  private final Reads reads;

  AgentEndpoint(Reads reads) {
    this.reads = reads;
  }

  @GetMapping
  PageBody<AgentBody> list(
      Principal principal,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(new ListAgents(principal.tenant(), Reads.cursor(after, size)), AgentView.class),
        AgentBody::of);
  }

  @GetMapping("/{agentId}")
  ResponseEntity<AgentBody> find(
      Principal principal, @PathVariable String agentId, @RequestParam Optional<Long> atLeast) {
    AgentId agent = new AgentId(agentId);
    if (!Readers.mayRead(principal, agentId)) {
      throw new ForbiddenException("an agent may read only itself");
    }
    reads.await(atLeast);
    return reads
        .find(new FindAgent(principal.tenant(), agent), AgentView.class)
        .map(view -> Tagged.of(view.position(), AgentBody.of(view)))
        .orElseThrow(() -> new NotFoundException("agentId", "There is no agent " + agent + "."));
  }
}
