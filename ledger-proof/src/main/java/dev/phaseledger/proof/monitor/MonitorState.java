package dev.phaseledger.proof.monitor;

import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What a monitor remembers of a log between two looks.
///
/// @param chain the keys it started with and the rotations it has seen since
/// @param frontier the tree over every entry it has seen
/// @param checkpoint the newest checkpoint that it verified; empty before the first
/// @param grewAt when it last saw the log grow, or began to watch it
public record MonitorState(
    KeyChain chain, TreeFrontier frontier, Optional<SignedNote> checkpoint, Instant grewAt) {

  private static final String HEADER = "phase-ledger-monitor v1";
  private static final String KEY = "key ";
  private static final String ROTATION = "rotation ";
  private static final String FRONTIER = "frontier ";
  private static final String GREW = "grew ";

  /// Has seen nothing yet.
  public static MonitorState startingWith(TrustedKeys keys, Instant now) {
    return new MonitorState(KeyChain.startingWith(keys), TreeFrontier.EMPTY, Optional.empty(), now);
  }

  /// Reads what {@link #format} wrote, and verifies it again: a state that was changed by hand is
  /// not believed.
  ///
  /// @throws IOException if it is not what was written
  public static MonitorState parse(byte[] state) throws IOException {
    String text = new String(state, StandardCharsets.UTF_8);
    int separator = text.indexOf("\n\n");
    if (!text.startsWith(HEADER + "\n") || separator < 0) {
      throw malformed("it does not start with '" + HEADER + "'");
    }
    List<NoteVerifier> keys = new ArrayList<>();
    List<RotationLink> links = new ArrayList<>();
    Optional<TreeFrontier> frontier = Optional.empty();
    Optional<Instant> grewAt = Optional.empty();
    try {
      for (String line : text.substring(HEADER.length() + 1, separator).split("\n", -1)) {
        if (line.startsWith(KEY)) {
          keys.add(NoteVerifier.parse(line.substring(KEY.length())));
        } else if (line.startsWith(ROTATION)) {
          links.add(RotationLink.parse(decoded(line.substring(ROTATION.length()))));
        } else if (line.startsWith(FRONTIER)) {
          frontier = Optional.of(TreeFrontier.decode(decoded(line.substring(FRONTIER.length()))));
        } else if (line.startsWith(GREW)) {
          grewAt = Optional.of(Instant.parse(line.substring(GREW.length())));
        } else {
          throw malformed("it has a line of an unknown kind");
        }
      }
      KeyChain chain = KeyChain.startingWith(new TrustedKeys(keys));
      for (RotationLink link : links) {
        chain = chain.follow(link);
      }
      String note = text.substring(separator + 2);
      return checked(
          new MonitorState(
              chain,
              frontier.orElseThrow(() -> new IllegalArgumentException("it has no frontier")),
              note.isEmpty()
                  ? Optional.empty()
                  : Optional.of(SignedNote.parse(note.getBytes(StandardCharsets.UTF_8))),
              grewAt.orElseThrow(
                  () -> new IllegalArgumentException("it does not say when the log grew"))));
    } catch (ProofException | IllegalArgumentException | DateTimeException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static MonitorState checked(MonitorState state) throws IOException {
    boolean agrees =
        state
            .checkpoint()
            .map(note -> state.chain().verify(note).head().equals(state.frontier().head()))
            .orElse(state.frontier().size() == 0);
    if (!agrees) {
      throw malformed("its frontier does not give the root of its checkpoint");
    }
    return state;
  }

  /// As a file: lines of text, then an empty line, then the checkpoint as it was signed.
  public byte[] format() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    chain.anchors().keys().forEach(key -> text.append(KEY).append(key.vkey()).append('\n'));
    chain
        .links()
        .forEach(link -> text.append(ROTATION).append(encoded(link.format())).append('\n'));
    text.append(FRONTIER).append(encoded(frontier.encode())).append('\n');
    text.append(GREW).append(grewAt).append('\n').append('\n');
    checkpoint.ifPresent(text::append);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static IOException malformed(String why) {
    return new IOException("the monitor's state cannot be used: " + why);
  }
}
