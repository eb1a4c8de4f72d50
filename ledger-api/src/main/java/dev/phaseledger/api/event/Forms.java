package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;

/// The JSON forms of what events are made of. The log, the views and the HTTP interface show the
/// same ones. `decode(encode(x))` equals `x`.
///
/// Encoding throws [dev.phaseledger.api.InvalidFieldException] for an integer of 2^53 or more in
/// magnitude and for a time outside the years 0000 to 9999; decoding throws it for a member that is
/// missing, of the wrong type, out of range or unknown, and names that member by its path, such as
/// `stopping.expiresAt` or `phases[1].name`.
public final class Forms {

  private Forms() {}

  public static Fields encode(ContractTerms terms) {
    return TermsCodec.encode(terms);
  }

  public static ContractTerms terms(Fields form) {
    return TermsCodec.decode(Members.of(form));
  }

  public static Fields encode(DispatchRequest request) {
    return RequestCodec.encode(request);
  }

  public static DispatchRequest request(Fields form) {
    return RequestCodec.decode(Members.of(form));
  }

  /// The digest that a dispatch's request is known by: that of its canonical form, identifier
  /// included. Equal requests have equal digests, however their numbers and sets were written.
  public static Digest digest(DispatchRequest request) {
    return Json.digest(encode(request));
  }

  public static Fields encode(Judgement judgement) {
    return JudgementCodec.encode(judgement);
  }

  public static Judgement judgement(Fields form) {
    return JudgementCodec.decode(Members.of(form));
  }

  public static Fields encode(Evidence evidence) {
    return EvidenceCodec.encode(evidence);
  }

  public static Evidence evidence(Fields form) {
    return EvidenceCodec.evidence(Members.of(form));
  }

  public static Fields encode(Fact fact) {
    return EvidenceCodec.encode(fact);
  }

  public static Fact fact(Fields form) {
    return EvidenceCodec.fact(Members.of(form));
  }
}
