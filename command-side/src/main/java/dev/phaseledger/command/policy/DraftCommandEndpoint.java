package dev.phaseledger.command.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.command.PolicyCommand.Backtested;
import dev.phaseledger.api.command.PolicyCommand.DiscardDraft;
import dev.phaseledger.api.command.PolicyCommand.DraftInvariantMap;
import dev.phaseledger.api.command.PolicyCommand.PublishDraft;
import dev.phaseledger.api.command.PolicyCommand.RollBackInvariantMap;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.authority.Drafting.Draft;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Maps from draft to force. A draft is read where it is written, so that its entity tag is that of
/// the state a change will be held against.
@RestController
@RequestMapping("/v1/invariant-maps/{name}")
final class DraftCommandEndpoint {

  private final LedgerCommands ledger;
  private final InForce inForce;
  private final BacktestResults results;

  DraftCommandEndpoint(LedgerCommands ledger, InForce inForce, BacktestResults results) {
    this.ledger = ledger;
    this.inForce = inForce;
    this.results = results;
  }

  record Text(@Nullable String source) {}

  record PublicationOfDraft(@Nullable String backtest) {}

  record Rollback(@Nullable String digest, @Nullable String reason) {}

  /// A draft, as it is sent.
  ///
  /// @param state `CHECKED` if it can be published as it is, else `DRAFT`
  /// @param digest the digest it would be published under
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record DraftBody(
      String name,
      String state,
      Optional<String> digest,
      String source,
      List<String> authors,
      List<ProblemBody> problems,
      long position) {

    static DraftBody of(Draft draft) {
      return new DraftBody(
          draft.name(),
          draft.checked().isPresent() ? "CHECKED" : "DRAFT",
          draft.checked().map(Digest::value),
          draft.source(),
          draft.authors().stream().map(PrincipalId::value).sorted().toList(),
          DraftReview.problems(draft).stream().map(ProblemBody::of).toList(),
          draft.position());
    }
  }

  @GetMapping("/draft")
  ResponseEntity<DraftBody> find(Principal caller, @PathVariable String name) {
    MapStateEndpoint.requireReader(caller);
    Draft draft =
        inForce
            .policy(caller.tenant())
            .drafting()
            .draft(name)
            .orElseThrow(
                () -> new NotFoundException("name", "There is no draft of map '" + name + "'."));
    return ResponseEntity.ok().eTag(quoted(draft.tag())).body(DraftBody.of(draft));
  }

  @PutMapping("/draft")
  ResponseEntity<Written> save(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
          @Nullable String ifNoneMatch,
      @RequestBody Text body) {
    String source = Given.required("source", body.source());
    boolean fresh = "*".equals(ifNoneMatch);
    Optional<Digest> seen = fresh ? Optional.empty() : Optional.of(tag(ifMatch));
    var recorded = ledger.send(new DraftInvariantMap(envelope.context(caller), name, seen, source));
    return ResponseEntity.status(fresh ? HttpStatus.CREATED : HttpStatus.OK)
        .eTag(quoted(Digest.of(source)))
        .body(Written.of(name, recorded));
  }

  @DeleteMapping("/draft")
  Written discard(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return Written.of(
        name, ledger.send(new DiscardDraft(envelope.context(caller), name, tag(ifMatch))));
  }

  @PostMapping("/publish")
  ResponseEntity<Written> publish(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody PublicationOfDraft body) {
    Digest seen = tag(ifMatch);
    Optional<Backtested> backtest =
        Given.optional(body.backtest()).map(text -> backtested(caller, text));
    return Written.created(
        name, ledger.send(new PublishDraft(envelope.context(caller), name, seen, backtest)));
  }

  private Backtested backtested(Principal caller, String text) {
    Digest result = Given.digest("backtest", text);
    return results
        .mapOf(caller.tenant(), result)
        .map(map -> new Backtested(result, map))
        .orElseThrow(() ->
            new InvalidFieldException(
                "backtest", "is no result of a back-test that this ledger has signed"));
  }

  @PostMapping("/rollback")
  ResponseEntity<Written> rollBack(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String name,
      @RequestBody Rollback body) {
    Digest digest = Given.digest("digest", body.digest());
    String reason = Given.required("reason", body.reason());
    return Written.created(
        name,
        ledger.send(new RollBackInvariantMap(envelope.context(caller), name, digest, reason)));
  }

  private static String quoted(Digest tag) {
    return '"' + tag.value() + '"';
  }

  /// What a change is held against; nothing is changed blindly.
  private static Digest tag(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw new ErrorResponseException(
          HttpStatus.PRECONDITION_REQUIRED,
          ProblemDetail.forStatusAndDetail(
              HttpStatus.PRECONDITION_REQUIRED,
              "Say with If-Match which draft you have seen, or with If-None-Match: * that there is"
                  + " to be none."),
          null);
    }
    String text = ifMatch.strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return Given.digest(HttpHeaders.IF_MATCH, quoted ? text.substring(1, text.length() - 1) : text);
  }
}
