package dev.phaseledger.console.page;

import dev.phaseledger.api.Principal;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/// Answers for every address of the console that has no page.
@Controller
final class UnknownPage {

  @GetMapping("/console/{page:(?!assets$).*}/**")
  ModelAndView show(Principal reader, HttpServletRequest request) {
    return PageProblems.page(
        HttpStatus.NOT_FOUND,
        "Not found",
        "There is no page " + request.getRequestURI() + ".",
        reader,
        request);
  }
}
