package dev.phaseledger.console.page;

/// The views do not hold yet what a page must reflect. Reloading it in a moment helps.
final class NotYetShownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotYetShownException(long position) {
    super("The pages do not show position " + position + " yet. Reload in a moment.");
  }
}
