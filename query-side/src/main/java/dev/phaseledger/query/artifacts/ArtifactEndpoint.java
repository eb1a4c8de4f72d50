package dev.phaseledger.query.artifacts;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.query.reading.Readers;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Hands out artifacts byte by byte. They are somebody's files, so nothing that a browser does with
/// them may look like the ledger's own.
@RestController
final class ArtifactEndpoint {

  private final ArtifactStore artifacts;

  ArtifactEndpoint(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  @GetMapping("/v1/artifacts/{digest}")
  ResponseEntity<byte[]> artifact(Principal principal, @PathVariable String digest) {
    Readers.requireAll(principal);
    Digest wanted = new Digest(digest);
    byte[] bytes =
        artifacts
            .find(principal.tenant(), wanted)
            .orElseThrow(
                () -> new NotFoundException("digest", "There is no artifact " + wanted + "."));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .cacheControl(CacheControl.noStore())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(digest.replace(':', '-') + ".bin")
                .build()
                .toString())
        .header("X-Content-Type-Options", "nosniff")
        .body(bytes);
  }
}
