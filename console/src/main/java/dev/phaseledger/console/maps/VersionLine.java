package dev.phaseledger.console.maps;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.PolicyEvent.Release;
import dev.phaseledger.api.query.MapView;
import dev.phaseledger.console.page.Badge;
import dev.phaseledger.console.page.Moment;
import java.util.stream.Collectors;

/// One publication of a map as the page shows it.
///
/// @param label what a choice among versions says
/// @param authors who wrote its draft; empty if it had none, or if that was not recorded
/// @param backtest the signed result that its publisher named; empty if there is none
/// @param reason why an earlier version came into force again; empty if it is none
record VersionLine(
    int version,
    Badge state,
    boolean active,
    String digest,
    String label,
    Moment publishedAt,
    String publisher,
    String authors,
    String backtest,
    String reason,
    long position) {

  /// Digits of a digest that tell versions of one map apart for people.
  private static final int DIGITS_SHOWN = 10;

  static VersionLine of(MapView view) {
    return new VersionLine(
        view.version(),
        view.active() ? new Badge("in force", "good") : new Badge("replaced", "plain"),
        view.active(),
        view.digest(),
        "version %d, %s".formatted(view.version(), shortened(view.digest())),
        Moment.of(view.publishedAt()),
        view.publishedBy(),
        view.release().stream()
            .flatMap(release -> release.authors().stream())
            .map(PrincipalId::value)
            .sorted()
            .collect(Collectors.joining(", ")),
        view.release().flatMap(Release::backtest).map(Digest::value).orElse(""),
        view.release().flatMap(Release::reason).orElse(""),
        view.position());
  }

  /// The first digits of a digest.
  static String shortened(String digest) {
    String digits = digest.substring(digest.indexOf(':') + 1);
    return digits.substring(0, Math.min(DIGITS_SHOWN, digits.length()));
  }

  /// The first digits of its digest.
  public String shortDigest() {
    return shortened(digest);
  }
}
