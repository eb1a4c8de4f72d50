package dev.phaseledger.query.personal;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.FindDispatch;
import dev.phaseledger.query.reading.Reads;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Opens the personal values of a dispatch. Whoever else reads the dispatch sees digests.
@RestController
@RequestMapping("/v1/dispatches")
final class PersonalEndpoint {

  private final Reads reads;
  private final Vault vault;

  PersonalEndpoint(Reads reads, Vault vault) {
    this.reads = reads;
    this.vault = vault;
  }

  @GetMapping("/{dispatchId}/personal")
  ResponseEntity<PersonalBody> open(
      Principal principal, @PathVariable String dispatchId, @RequestParam Optional<Long> atLeast) {
    DispatchId dispatch = new DispatchId(dispatchId);
    if (!principal.holds(Role.PRIVACY_OFFICER)) {
      throw new ForbiddenException("opening personal data needs the role PRIVACY_OFFICER");
    }
    reads.await(atLeast);
    DispatchView view =
        reads
            .find(new FindDispatch(principal.tenant(), dispatch), DispatchView.class)
            .orElseThrow(() ->
                new NotFoundException("dispatchId", "There is no dispatch " + dispatch + "."));
    var body =
        new PersonalBody(
            dispatch.value(),
            vault.open(principal.tenant(), view.request()).stream()
                .map(PersonalBody.Value::of)
                .toList());
    // Nothing on the way may keep what an erasure must be able to take away.
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
  }
}
