package dev.phaseledger.console.page;

import dev.phaseledger.api.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// Answers for every address of the console that has no page.
@Controller
final class UnknownPage {

  @GetMapping("/console/{page:(?!assets$).*}/**")
  String show(HttpServletRequest request) {
    throw new NotFoundException("path", "There is no page " + request.getRequestURI() + ".");
  }
}
