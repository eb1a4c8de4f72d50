package dev.phaseledger.command.policy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.query.LedgerQuery.CompareMapVersions;
import dev.phaseledger.api.query.LedgerQuery.DescribeMaps;
import dev.phaseledger.api.query.LedgerQuery.FindMapDraft;
import dev.phaseledger.api.query.MapDiffView;
import dev.phaseledger.api.query.MapDraftView;
import dev.phaseledger.api.query.MapDraftView.SourceProblem;
import dev.phaseledger.api.query.MapsView;
import dev.phaseledger.api.query.MapsView.DraftState;
import dev.phaseledger.api.query.MapsView.MapState;
import dev.phaseledger.api.query.MapsView.VersionInForce;
import dev.phaseledger.command.authority.Drafting;
import dev.phaseledger.command.authority.Drafting.Draft;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.MapDiff;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/// Answers how a tenant's maps stand, from the state that decisions and changes are held against:
/// what is read here is what the next change has to name.
@Component
final class MapStateQueries {

  private final InForce inForce;

  MapStateQueries(InForce inForce) {
    this.inForce = inForce;
  }

  @QueryHandler
  MapsView maps(DescribeMaps query) {
    TenantPolicy policy = inForce.policy(query.tenant());
    Set<String> names = new TreeSet<>(policy.maps().keySet());
    names.addAll(policy.drafting().drafts().keySet());
    return new MapsView(
        names.stream().map(name -> state(policy, name)).toList(), policy.drafting().secondPerson());
  }

  private static MapState state(TenantPolicy policy, String name) {
    Drafting drafting = policy.drafting();
    return new MapState(
        name,
        Optional.ofNullable(policy.maps().get(name)).map(MapStateQueries::version),
        drafting.versions(name).size(),
        drafting.highest(name),
        drafting
            .draft(name)
            .map(draft ->
                new DraftState(
                    draft.checked().isPresent(), names(draft.authors()), draft.position())));
  }

  private static VersionInForce version(CompiledMap map) {
    return new VersionInForce(map.version(), map.digest(), map.unfit());
  }

  @QueryHandler
  Optional<MapDraftView> draft(FindMapDraft query) {
    return inForce.policy(query.tenant()).drafting().draft(query.name()).map(MapStateQueries::view);
  }

  private static MapDraftView view(Draft draft) {
    List<SourceProblem> problems =
        DraftReview.problems(draft).stream()
            .map(each ->
                new SourceProblem(
                    each.line(), each.column(), each.field(), each.message(), each.hint()))
            .toList();
    return new MapDraftView(
        draft.name(),
        draft.source(),
        draft.tag(),
        draft.checked(),
        names(draft.authors()),
        problems,
        draft.position());
  }

  private static Set<String> names(Set<PrincipalId> principals) {
    return principals.stream().map(PrincipalId::value).collect(Collectors.toUnmodifiableSet());
  }

  @QueryHandler
  Optional<MapDiffView> compare(CompareMapVersions query) {
    Drafting drafting = inForce.policy(query.tenant()).drafting();
    Optional<String> earlier = drafting.version(query.name(), query.from());
    Optional<String> later = drafting.version(query.name(), query.to());
    return earlier.isEmpty() || later.isEmpty()
        ? Optional.empty()
        : Optional.of(diff(query.from(), earlier.get(), query.to(), later.get()));
  }

  private static MapDiffView diff(Digest from, String earlier, Digest to, String later) {
    try {
      MapDiff diff = MapDiff.of(earlier, later);
      return new MapDiffView(
          from, to, diff.added(), diff.removed(), diff.changed(), diff.lines(), Optional.empty());
    } catch (InvalidMapException unreadable) {
      // A version of an older release may be no map for this one; its lines can be compared.
      return new MapDiffView(
          from,
          to,
          List.of(),
          List.of(),
          List.of(),
          MapDiff.lines(earlier, later),
          Optional.of(unreadable.problems().getFirst().toString()));
    }
  }
}
