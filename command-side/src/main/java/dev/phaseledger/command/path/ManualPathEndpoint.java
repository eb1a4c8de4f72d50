package dev.phaseledger.command.path;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.command.ContractCommand.TakePath;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import dev.phaseledger.policy.path.Firing;
import dev.phaseledger.policy.path.Observation;
import dev.phaseledger.policy.path.RevocationPath;
import dev.phaseledger.policy.path.RevocationPaths;
import dev.phaseledger.policy.path.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Lets operators take the revocation paths that are there for them.
@RestController
final class ManualPathEndpoint {

  private static final String KIND = "path.manual";

  private final InForce inForce;
  private final PathViews views;
  private final LedgerReader log;
  private final LedgerCommands ledger;
  private final Clock clock;

  ManualPathEndpoint(
      InForce inForce, PathViews views, LedgerReader log, LedgerCommands ledger, Clock clock) {
    this.inForce = inForce;
    this.views = views;
    this.log = log;
    this.ledger = ledger;
    this.clock = clock;
  }

  record PathWish(@Nullable String dispatchId, @Nullable String reason) {}

  @PostMapping("/v1/contracts/{contract}/paths/{path}")
  ResponseEntity<Written> take(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String contract,
      @PathVariable String path,
      @RequestBody PathWish body) {
    if (!caller.holds(Role.OPERATOR)) {
      throw new ForbiddenException("taking a revocation path needs the role OPERATOR");
    }
    String reason = Given.required("reason", body.reason());
    Limits.text("reason", reason, Limits.REASON_CHARS_MAX / 2);
    var id = new ContractId(contract);
    Optional<DispatchId> dispatch = Given.optional(body.dispatchId()).map(DispatchId::new);
    Firing firing = firing(caller, id, dispatch, path);
    var recorded =
        ledger.send(
            new TakePath(
                envelope.context(caller),
                id,
                dispatch,
                new CausedBy(path, "", OptionalLong.empty()),
                Step.of(firing.actions(), firing.affects()).stream().map(Step::words).toList(),
                firing.explanation() + " Reason: " + reason));
    return Written.created(path, recorded);
  }

  private Firing firing(
      Principal caller, ContractId contract, Optional<DispatchId> dispatch, String path) {
    RevocationPaths paths =
        inForce
            .policy(caller.tenant())
            .paths()
            .current()
            .orElseThrow(() -> new NotFoundException("path", "No revocation paths are in force."));
    RevocationPath wanted =
        paths
            .find(path)
            .orElseThrow(() -> new NotFoundException("path", "no revocation path '" + path + "'"));
    if (!(wanted.on() instanceof Trigger.Manual)) {
      throw new InvalidFieldException(
          "path",
          "'%s' is set off by '%s'; nobody takes it by hand".formatted(path, wanted.on().name()));
    }
    Instant now = clock.instant();
    views.awaitAll(caller.tenant());
    var observation = new Observation.Manual(about(caller, contract, dispatch, now), path);
    var counts =
        new RecordedCounts(
            views, log, new RecordedCounts.Bound(caller.tenant(), Long.MAX_VALUE, now));
    return paths.fires(observation, counts).stream()
        .filter(firing -> firing.path().equals(path))
        .findFirst()
        .orElseThrow(() ->
            new InvalidFieldException(
                "path",
                "'%s' rests since it was taken last, or is not there for this".formatted(path)));
  }

  private Observation.About about(
      Principal caller, ContractId contract, Optional<DispatchId> dispatch, Instant now) {
    ContractView view =
        views
            .contract(caller.tenant(), contract)
            .orElseThrow(
                () -> new NotFoundException("contractId", "no such contract: '" + contract + "'"));
    Optional<DispatchRequest> request =
        dispatch.map(named ->
            views
                .dispatch(caller.tenant(), named)
                .filter(known -> known.contractId().equals(contract.value()))
                .map(DispatchView::request)
                .orElseThrow(() ->
                    new InvalidFieldException(
                        "dispatchId", "'%s' is none of this contract".formatted(named))));
    return new Observation.About(
        new AgentId(view.agentId()),
        Optional.of(contract),
        dispatch,
        request.map(DispatchRequest::action),
        request.map(DispatchRequest::resources).orElse(List.of()),
        now,
        Severity.HIGH,
        KIND);
  }
}
