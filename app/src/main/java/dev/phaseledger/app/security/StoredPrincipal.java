package dev.phaseledger.app.security;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import java.util.regex.Pattern;

/// A principal and the digest of the token that proves it.
///
/// @param tokenSha256 64 lower-case hexadecimal digits
record StoredPrincipal(Principal principal, String tokenSha256) {

  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

  StoredPrincipal {
    if (!SHAPE.matcher(tokenSha256).matches()) {
      throw new InvalidFieldException("tokenSha256", "must be 64 lower-case hexadecimal digits");
    }
  }
}
