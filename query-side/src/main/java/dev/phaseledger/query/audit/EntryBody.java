package dev.phaseledger.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.query.EntryView;
import java.time.Instant;
import java.util.Optional;

/// An entry that was found, as it is sent.
///
/// @param index its place in the tenant's log
/// @param leafHash its hash in the tree (RFC 6962 section 2.1), in hexadecimal
/// @param receipt where its receipt is (C2SP tlog-proof)
/// @param entry the entry's text, character by character as recorded
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record EntryBody(
    long position,
    long index,
    Instant at,
    String actor,
    String type,
    String sentence,
    Optional<String> onBehalfOf,
    Optional<String> agentId,
    Optional<String> contractId,
    Optional<String> dispatchId,
    Optional<String> action,
    Optional<String> verdict,
    Optional<String> phase,
    Optional<String> policy,
    Optional<String> run,
    String leafHash,
    String receipt,
    String entry) {

  static EntryBody of(EntryView view) {
    return new EntryBody(
        view.position(),
        view.index(),
        view.at(),
        view.actor(),
        view.type(),
        view.sentence(),
        view.onBehalfOf(),
        view.agentId(),
        view.contractId(),
        view.dispatchId(),
        view.action(),
        view.verdict(),
        view.phase(),
        view.policy(),
        view.run(),
        view.leafHash(),
        "/v1/ledger/proofs/inclusion?index=" + view.index(),
        view.entry());
  }
}
