package dev.phaseledger.console.page;

import dev.phaseledger.api.event.DispatchRequest;
import java.util.List;
import java.util.TreeSet;

/// A request as the trail shows it. Texts are empty where there is nothing to show.
public record RequestBlock(
    String action,
    List<String> resources,
    String justification,
    String parameters,
    String labels,
    String dataClasses,
    String cost,
    boolean irreversible,
    String phase,
    boolean afterTheFact,
    Moment recordedAt) {

  public static RequestBlock of(DispatchRequest request, Moment decidedAt) {
    return new RequestBlock(
        request.action(),
        request.resources(),
        request.justification(),
        Pretty.of(request.parameters()),
        String.join(
            ", ",
            request.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList()),
        String.join(", ", new TreeSet<>(request.dataClasses())),
        Budget.cost(request.costMicros()),
        request.irreversible(),
        request.phase().orElse(""),
        request.afterTheFact(),
        request.recordedAt().map(Moment::of).orElse(decidedAt));
  }
}
