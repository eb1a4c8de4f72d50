package dev.phaseledger.console.page;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery.AwaitViews;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/// Does for every page of the console what all of them need: lets in readers only, waits until the
/// views hold what the reader has just written, and puts the [Frame] into the model.
@ControllerAdvice(basePackages = "dev.phaseledger.console")
final class FrameAdvice {

  private final Answers answers;

  FrameAdvice(Answers answers) {
    this.answers = answers;
  }

  /// @param atLeast the position that the page must reflect
  @ModelAttribute("frame")
  Frame frame(
      Principal principal, HttpServletRequest request, @RequestParam Optional<Long> atLeast) {
    Answers.requireReader(principal);
    if (atLeast.isPresent()
        && !answers.ask(new AwaitViews(principal.tenant(), atLeast.get()), Boolean.class)) {
      throw new NotYetShownException(atLeast.get());
    }
    return Frame.of(principal, request);
  }
}
