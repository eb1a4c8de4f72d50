package dev.phaseledger.bench;

import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/// Asks for a decision of the stock aggregate.
record StockCommand(
    @TargetAggregateIdentifier String dispatch,
    String contract,
    String action,
    List<String> resources,
    Map<String, String> labels,
    Map<String, Long> parameters,
    String justification,
    List<String> dataClasses,
    long costMicros) {

  StockCommand {
    resources = List.copyOf(resources);
    labels = Map.copyOf(labels);
    parameters = Map.copyOf(parameters);
    dataClasses = List.copyOf(dataClasses);
  }
}
