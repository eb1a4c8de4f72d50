package dev.phaseledger.command.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.command.Recorded;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// The answer to a write.
///
/// @param id what was written about
/// @param position reads with `atLeast` this position see the write; 0 if it was so already
/// @param index log index of the first entry recorded; -1 if it was so already
/// @param entries how many entries were recorded
/// @param repeated whether this repeats an earlier request's result
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Written(String id, long position, long index, int entries, boolean repeated) {

  /// The answer to a write that creates something.
  ///
  /// @throws RefusedStepException if an invariant refused it, which is on record
  public static ResponseEntity<Written> created(String id, Recorded recorded) {
    return ResponseEntity.status(recorded.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
        .body(of(id, recorded));
  }

  /// The answer to a write that changes something.
  ///
  /// @throws RefusedStepException if an invariant refused it, which is on record
  public static Written of(String id, Recorded recorded) {
    recorded
        .refusal()
        .ifPresent(refusal -> {
          throw new RefusedStepException(refusal, recorded.position());
        });
    return new Written(
        id, recorded.position(), recorded.index(), recorded.events().size(), recorded.repeated());
  }
}
