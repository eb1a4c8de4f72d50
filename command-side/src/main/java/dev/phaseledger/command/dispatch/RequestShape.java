package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.command.Limits;
import dev.phaseledger.policy.resource.ResourceScope;
import java.util.ArrayList;
import java.util.List;

/// Whether a request is one at all. What is refused here is the caller's mistake and is not
/// recorded.
final class RequestShape {

  private RequestShape() {}

  /// The request with normalized resources.
  static DispatchRequest normalized(DispatchRequest request) {
    Limits.text("action", request.action(), Limits.NAME_CHARS_MAX);
    Limits.text("justification", request.justification(), Limits.REASON_CHARS_MAX);
    Limits.count("labels", request.labels().size(), Limits.LABELS_MAX);
    request
        .labels()
        .forEach((name, value) -> {
          Limits.text("labels", name, Limits.NAME_CHARS_MAX);
          Limits.optionalText("labels." + name, value, Limits.NAME_CHARS_MAX);
        });
    Limits.count("dataClasses", request.dataClasses().size(), Limits.LABELS_MAX);
    request.dataClasses().forEach(c -> Limits.text("dataClasses", c, Limits.NAME_CHARS_MAX));
    Limits.range("costMicros", request.costMicros(), 0, Limits.COST_MICROS_MAX);
    request.phase().ifPresent(phase -> Limits.text("phase", phase, Limits.NAME_CHARS_MAX));
    Limits.value(
        "parameters",
        request.parameters(),
        ": record large content as evidence and pass its digest");
    List<String> resources = resources(request.resources());
    if (resources.equals(request.resources())) {
      return request;
    }
    return new DispatchRequest(
        request.id(),
        request.action(),
        resources,
        request.parameters(),
        request.justification(),
        request.labels(),
        request.dataClasses(),
        request.costMicros(),
        request.irreversible(),
        request.phase(),
        request.recordedAt(),
        request.personal());
  }

  private static List<String> resources(List<String> resources) {
    Limits.count("resources", resources.size(), Limits.RESOURCES_MAX);
    List<String> normalized = new ArrayList<>(resources.size());
    for (String resource : resources) {
      Limits.text("resources", resource, Limits.RESOURCE_CHARS_MAX);
      normalized.add(ResourceScope.normalize("resources", resource));
    }
    return normalized;
  }
}
