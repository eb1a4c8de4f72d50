package dev.phaseledger.query.pack;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.LedgerQuery.FindAgent;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.LogKey;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves evidence packs to those who may read everything, of their own tenant.
///
/// Everything that can be refused is refused before the first byte. What fails later cuts the zip
/// off before its manifest, so no half of a pack can pass for one.
@RestController
@RequestMapping("/v1/ledger/pack")
final class PackEndpoint {

  /// Longest range of a pack, in entries.
  static final int RANGE_ENTRIES_MAX = 10_000_000;

  static final String ZIP = "application/zip";

  private final LogSource log;
  private final LedgerReader reader;
  private final Reads reads;
  private final Entries entries;
  private final PoliciesInForce policies;

  PackEndpoint(
      LogSource log, LedgerReader reader, Reads reads, Entries entries, PoliciesInForce policies) {
    this.log = log;
    this.reader = reader;
    this.reads = reads;
    this.entries = entries;
    this.policies = policies;
  }

  /// Writes a pack.
  ///
  /// @param from the first index of the range
  /// @param to the index behind the last; as far as the newest checkpoint reaches unless given
  @GetMapping
  void pack(
      Principal principal,
      @RequestParam(defaultValue = "0") long from,
      @RequestParam Optional<Long> to,
      @RequestParam Optional<String> contract,
      @RequestParam Optional<String> agent,
      HttpServletResponse response)
      throws IOException {
    Readers.requireAll(principal);
    PackFilter filter =
        new PackFilter(
            contract.map(id -> identifier("contract", id, ContractId::new)),
            agent.map(id -> identifier("agent", id, AgentId::new)));
    Extract extract = extract(principal.tenant(), from, to, filter);
    response.setContentType(ZIP);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        "attachment; filename=\"ledger-pack-%d-%d.zip\"".formatted(extract.from(), extract.to()));
    new EvidencePack(log, entries, reads, extract).writeTo(response.getOutputStream());
  }

  private Extract extract(TenantId tenant, long from, Optional<Long> to, PackFilter filter)
      throws IOException {
    // Keys before the checkpoint: one that is replaced in between signs along for a while.
    List<LogKey> keys =
        log.keys(tenant.value()).stream()
            .filter(key -> key.state() != LogKey.State.STAGED)
            .toList();
    SignedNote checkpoint =
        log.checkpoint(tenant.value())
            .orElseThrow(() ->
                new NotFoundException(
                    "checkpoint", "The log has no entries, so nothing is signed."));
    TreeHead head = Checkpoint.parse(checkpoint.text()).head();
    long end = to.orElse(head.size());
    requireRange(from, end, head.size());
    // Holders of contracts and policies are looked up in views.
    reads.await(Optional.of(reader.position()));
    requireKnown(tenant, filter);
    return new Extract(
        tenant,
        filter,
        checkpoint,
        head,
        from,
        end,
        select(tenant, from, end, filter),
        keys,
        policies.between(tenant, from, end));
  }

  private BitSet select(TenantId tenant, long from, long to, PackFilter filter) throws IOException {
    BitSet selected = new BitSet((int) (to - from));
    if (filter.isOpen()) {
      selected.set(0, (int) (to - from));
      return selected;
    }
    Rows rows = new Rows(tenant, reads);
    entries.each(
        tenant.value(),
        from,
        to,
        (index, entry) -> selected.set((int) (index - from), rows.fits(filter, index, entry)));
    return selected;
  }

  private static void requireRange(long from, long to, long size) {
    if (from < 0) {
      throw new InvalidFieldException("from", "must not be negative");
    }
    if (to > size) {
      throw new InvalidFieldException(
          "to", "must not be larger than %d, the size of the newest checkpoint".formatted(size));
    }
    if (from >= to) {
      throw new InvalidFieldException(
          "from", "must be smaller than 'to', which is %d".formatted(to));
    }
    if (to - from > RANGE_ENTRIES_MAX) {
      throw new InvalidFieldException(
          "to", "must be at most %d entries after 'from'".formatted(RANGE_ENTRIES_MAX));
    }
  }

  private void requireKnown(TenantId tenant, PackFilter filter) {
    filter
        .contract()
        .filter(id -> reads.find(new FindContract(tenant, id), ContractView.class).isEmpty())
        .ifPresent(id -> {
          throw new NotFoundException("contract", "There is no contract " + id + ".");
        });
    filter
        .agent()
        .filter(id -> reads.find(new FindAgent(tenant, id), AgentView.class).isEmpty())
        .ifPresent(id -> {
          throw new NotFoundException("agent", "There is no agent " + id + ".");
        });
  }

  private static <T> T identifier(String field, String value, Function<String, T> type) {
    try {
      return type.apply(value);
    } catch (InvalidFieldException e) {
      throw new InvalidFieldException(field, e.reason());
    }
  }
}
