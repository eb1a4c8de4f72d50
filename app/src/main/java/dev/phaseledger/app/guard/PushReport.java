package dev.phaseledger.app.guard;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts on record that the repository has taken a push.
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
      reported.add(report(file, settings));
    }
    return reported;
  }

  /// Reports what an earlier hook could not: before that, no push goes through.
  void reportEarlier(Path gitDirectory, GuardSettings settings) throws IOException {
    for (Path file : Released.unreported(gitDirectory)) {
      report(file, settings);
    }
  }

  private static String report(Path file, GuardSettings settings) throws IOException {
    Released released = Released.read(file);
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
    Files.deleteIfExists(file);
    return released.dispatch();
  }
}
