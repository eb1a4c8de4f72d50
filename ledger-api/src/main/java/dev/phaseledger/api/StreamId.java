package dev.phaseledger.api;

/// The stream of events of one subject within one tenant.
///
/// Its text form `tenant/subject/id` is the aggregate identifier; no part can hold a slash.
public record StreamId(TenantId tenant, Subject subject, String id) {

  /// What a stream is about.
  public enum Subject {
    AGENT("agent"),
    CONTRACT("contract"),
    /// All invariant maps of a tenant, so that one guard covers every publication.
    POLICY("policy"),
    /// What became of one subject's personal data, so that a guard covers its erasure.
    SUBJECT("subject"),
    /// The tenant's log itself: key rotation.
    LOG("log");

    private final String label;

    Subject(String label) {
      this.label = label;
    }

    /// The name used in stream identifiers.
    public String label() {
      return label;
    }
  }

  public StreamId {
    Identifiers.check("stream", id);
  }

  public static StreamId agent(TenantId tenant, AgentId agent) {
    return new StreamId(tenant, Subject.AGENT, agent.value());
  }

  public static StreamId contract(TenantId tenant, ContractId contract) {
    return new StreamId(tenant, Subject.CONTRACT, contract.value());
  }

  public static StreamId policy(TenantId tenant) {
    return new StreamId(tenant, Subject.POLICY, "policy");
  }

  public static StreamId subject(TenantId tenant, SubjectId subject) {
    return new StreamId(tenant, Subject.SUBJECT, subject.value());
  }

  public static StreamId log(TenantId tenant) {
    return new StreamId(tenant, Subject.LOG, "log");
  }

  /// Reads the text form.
  public static StreamId parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new InvalidFieldException("stream", "must be tenant/subject/id");
    }
    for (Subject subject : Subject.values()) {
      if (subject.label().equals(parts[1])) {
        return new StreamId(new TenantId(parts[0]), subject, parts[2]);
      }
    }
    throw new InvalidFieldException("stream", "has an unknown subject '" + parts[1] + "'");
  }

  @Override
  public String toString() {
    return tenant.value() + '/' + subject.label() + '/' + id;
  }
}
