package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.FindDispatch;
import dev.phaseledger.api.query.LedgerQuery.FindTrail;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.TrailView;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import dev.phaseledger.query.reading.Tagged;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads dispatches and their trails. An agent may read its own; of others it does not learn that
/// they exist.
@RestController
@RequestMapping("/v1/dispatches")
final class DispatchEndpoint {

  private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");

  /// A picture brings its style and nothing else, also where it is opened by itself.
  private static final String PICTURE_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

  private final Reads reads;

  DispatchEndpoint(Reads reads) {
    this.reads = reads;
  }

  @GetMapping
  PageBody<DispatchBody> list(
      Principal principal,
      @RequestParam Optional<String> contract,
      @RequestParam Optional<Verdict> verdict,
      @RequestParam Optional<String> invariant,
      @RequestParam Optional<DispatchState> state,
      @RequestParam(defaultValue = "false") boolean pending,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Optional<ContractId> under = contract.map(ContractId::new);
    Readers.only(principal);
    reads.await(atLeast);
    requireMayList(principal, under);
    return PageBody.of(
        reads.list(
            new ListDispatches(
                principal.tenant(),
                under,
                verdict,
                invariant,
                state
                    .or(() -> pending ? Optional.of(DispatchState.PENDING) : Optional.empty())
                    .map(DispatchState::name),
                Reads.cursor(after, size)),
            DispatchView.class),
        DispatchBody::of);
  }

  @GetMapping("/{dispatchId}")
  ResponseEntity<DispatchBody> find(
      Principal principal, @PathVariable String dispatchId, @RequestParam Optional<Long> atLeast) {
    DispatchId dispatch = new DispatchId(dispatchId);
    Readers.only(principal);
    reads.await(atLeast);
    return reads
        .find(new FindDispatch(principal.tenant(), dispatch), DispatchView.class)
        .filter(view -> Readers.mayRead(principal, view.agentId()))
        .map(view -> Tagged.of(view.position(), DispatchBody.of(view)))
        .orElseThrow(() -> missing(dispatch));
  }

  @GetMapping("/{dispatchId}/trail")
  ResponseEntity<TrailBody> trail(
      Principal principal, @PathVariable String dispatchId, @RequestParam Optional<Long> atLeast) {
    TrailView view = readableTrail(principal, dispatchId, atLeast);
    return Tagged.of(view.dispatch().position(), TrailBody.of(view));
  }

  /// The trail as a picture (SVG): actors side by side, time downwards.
  @GetMapping(path = "/{dispatchId}/trail.svg", produces = "image/svg+xml")
  ResponseEntity<byte[]> picture(
      Principal principal, @PathVariable String dispatchId, @RequestParam Optional<Long> atLeast) {
    TrailView view = readableTrail(principal, dispatchId, atLeast);
    return ResponseEntity.ok()
        .eTag("\"" + view.dispatch().position() + "\"")
        .header("Content-Security-Policy", PICTURE_POLICY)
        .contentType(SVG)
        .body(TrailPicture.of(view).getBytes(StandardCharsets.UTF_8));
  }

  private TrailView readableTrail(Principal principal, String dispatchId, Optional<Long> atLeast) {
    DispatchId dispatch = new DispatchId(dispatchId);
    Readers.only(principal);
    reads.await(atLeast);
    return reads
        .find(new FindTrail(principal.tenant(), dispatch), TrailView.class)
        .filter(view -> Readers.mayRead(principal, view.dispatch().agentId()))
        .orElseThrow(() -> missing(dispatch));
  }

  /// An agent lists dispatches by a contract it holds.
  private void requireMayList(Principal principal, Optional<ContractId> contract) {
    if (Readers.only(principal).isEmpty()) {
      return;
    }
    boolean own =
        contract
            .flatMap(id -> reads.find(new FindContract(principal.tenant(), id), ContractView.class))
            .map(view -> Readers.mayRead(principal, view.agentId()))
            .orElse(false);
    if (!own) {
      throw new ForbiddenException(
          "an agent lists dispatches by naming, as 'contract', one that it holds");
    }
  }

  private static NotFoundException missing(DispatchId dispatch) {
    return new NotFoundException("dispatchId", "There is no dispatch " + dispatch + ".");
  }
}
