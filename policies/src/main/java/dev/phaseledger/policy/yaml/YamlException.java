package dev.phaseledger.policy.yaml;

/// Text that is not one YAML document of plain data.
public final class YamlException extends Exception {

  private final transient Place place;

  YamlException(Place place, String message) {
    super(message);
    this.place = place;
  }

  /// Where reading stopped.
  public Place place() {
    return place;
  }
}
