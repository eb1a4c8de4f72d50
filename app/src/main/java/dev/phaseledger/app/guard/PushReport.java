package dev.phaseledger.app.guard;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts on record that the repository has taken a push, or remembers it where somebody else says
/// how it turned out.
public final class PushReport {

  private final Git git;

  public PushReport(Environment environment) {
    this.git = new Git(environment);
  }

  /// Reports the pushes that git has just taken.
  ///
  /// @param lines what git passed on standard input
  /// @return the dispatches whose outcome is on record now
  /// @throws Refusal if the ledger does not take a report; the next push makes it first
  public List<String> report(List<String> lines) throws IOException {
    Path gitDirectory = Path.of(git.text("rev-parse", "--absolute-git-dir"));
    GuardSettings settings =
        GuardSettings.of(GuardConfig.of(git), String.valueOf(gitDirectory.getFileName()));
    List<Path> done = new ArrayList<>();
    for (String line : lines) {
      Released.done(gitDirectory, RefUpdate.parse(line)).ifPresent(done::add);
    }
    List<String> reported = new ArrayList<>();
    for (Path file : done) {
      report(gitDirectory, file, settings).ifPresent(reported::add);
    }
    return reported;
  }

  /// Reports what an earlier hook could not: before that, no push goes through.
  void reportEarlier(Path gitDirectory, GuardSettings settings) throws IOException {
    for (Path file : Released.unreported(gitDirectory)) {
      report(gitDirectory, file, settings);
    }
  }

  /// The dispatch, if its outcome is on record now.
  private static Optional<String> report(Path gitDirectory, Path file, GuardSettings settings)
      throws IOException {
    Released released = Released.read(file);
    switch (settings.reporter()) {
      case HOOK -> succeeded(released, settings);
      case CI -> released.used(gitDirectory);
    }
    Files.deleteIfExists(file);
    return settings.reporter() == Reporter.HOOK
        ? Optional.of(released.dispatch())
        : Optional.empty();
  }

  private static void succeeded(Released released, GuardSettings settings) {
    // Whoever pushed may be unknown by now; what was pushed is reported all the same.
    Path token =
        settings.pushers().containsKey(released.identity())
            ? settings.tokenFile(settings.pusher(released.identity()))
            : settings.tokenFile().orElseThrow(GuardSettings::noToken);
    try (GuardLedger ledger = GuardLedger.open(settings.service(), token)) {
      try {
        Fields written = ledger.outcome(released);
        // The next push must see that this one is over.
        ledger.dispatch(released.dispatch(), Members.number(written, "position"));
      } catch (Refusal refused) {
        // An outcome may be on record already, from a report whose answer was lost.
        Optional<String> state =
            ledger.dispatch(released.dispatch(), 0).flatMap(view -> Members.find(view, "state"));
        if (!state.equals(Optional.of("SUCCEEDED"))) {
          throw refused;
        }
      }
    }
  }
}
