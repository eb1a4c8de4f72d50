package dev.phaseledger.policy.template;

import dev.phaseledger.api.value.JsonValue;
import java.util.Optional;

/// One parameter of a template, as a form may show it.
///
/// @param required whether a value must be given
/// @param defaultValue what counts if none is given
public record TemplateParameter(
    String name,
    ParameterType type,
    String description,
    boolean required,
    Optional<JsonValue> defaultValue) {}
