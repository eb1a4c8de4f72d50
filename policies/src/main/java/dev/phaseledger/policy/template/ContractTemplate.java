package dev.phaseledger.policy.template;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.PolicyDocument;
import dev.phaseledger.policy.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One version of a contract template, checked. Immutable, and a pure function of its source.
///
/// `${name}` in a string stands for a parameter. A string that is nothing else takes the value with
/// its type, and a list among a list's items is put in item by item; within a longer string there
/// may be strings and integers. What values may do to `scope` and `excluded` is limited: they name
/// something in it and never widen it.
public final class ContractTemplate {

  /// Size of a template's source, in bytes of UTF-8.
  public static final int SOURCE_BYTES_MAX = PolicyDocument.SOURCE_BYTES_MAX;

  /// Parameters of one template.
  public static final int PARAMETERS_MAX = 50;

  private static final String KIND = "ContractTemplate";

  private final PolicyDocument document;
  private final Map<String, Parameter> parameters;
  private final Set<String> scoped;
  private final Part.Mapping body;
  private final String source;

  private ContractTemplate(
      PolicyDocument document, Map<String, Parameter> parameters, Body body, String source) {
    this.document = document;
    this.parameters = parameters;
    this.scoped = Set.copyOf(body.scoped());
    this.body = body.part();
    this.source = source;
  }

  /// What a contract becomes, with the parameters that its scope depends on.
  private record Body(Part.Mapping part, Set<String> scoped) {}

  /// Parses and checks a template. Which members a contract has is not checked here: whoever issues
  /// the contract does that.
  ///
  /// @throws dev.phaseledger.policy.InvalidMapException with every problem found, never only the
  ///   first
  public static ContractTemplate compile(String yaml) {
    Problems problems = new Problems();
    PolicyDocument document = PolicyDocument.read(yaml, KIND, problems);
    Members spec = document.spec().only("parameters", "contract");
    Map<String, Parameter> parameters = new ParameterReader(problems).read(spec);
    BodyReader reader = new BodyReader(parameters, problems);
    Part.Mapping part = reader.read(spec);
    problems.throwIfAny();
    return new ContractTemplate(document, parameters, new Body(part, reader.scoped()), yaml);
  }

  /// The template's name within its tenant.
  public String name() {
    return document.name();
  }

  /// The version its author gave it, from 1.
  public int version() {
    return document.version();
  }

  /// Who answers for it; empty if it does not say.
  public String owner() {
    return document.owner();
  }

  /// The template as its author wrote it.
  public String source() {
    return source;
  }

  /// The digest of the source's UTF-8 bytes.
  public Digest digest() {
    return Digest.of(source);
  }

  /// The parameters in the order of the template.
  public List<TemplateParameter> parameters() {
    return parameters.values().stream().map(Parameter::shown).toList();
  }

  /// The contract's body for some values, in the form in which contracts are posted.
  ///
  /// @param given values by the parameters' names
  /// @throws InvalidFieldException naming `parameters.<name>`, if one is missing, unknown, of
  ///   another type, out of its bounds, or could widen the scope
  public JsonValue.Fields instantiate(Map<String, JsonValue> given) {
    for (String name : new TreeSet<>(given.keySet())) {
      if (!Placeholders.NAME.matcher(name).matches()) {
        throw new InvalidFieldException("parameters", "holds a name that no parameter can have");
      }
      if (!parameters.containsKey(name)) {
        throw new InvalidFieldException(
            field(name), "is not a parameter of template '" + name() + "'");
      }
    }
    Map<String, JsonValue> values = new TreeMap<>();
    for (Parameter parameter : parameters.values()) {
      value(parameter, Optional.ofNullable(given.get(parameter.name())))
          .ifPresent(value -> values.put(parameter.name(), value));
    }
    return new Filling(values).fill(body);
  }

  private Optional<JsonValue> value(Parameter parameter, Optional<JsonValue> given) {
    String field = field(parameter.name());
    if (given.isEmpty() && parameter.shown().required()) {
      throw new InvalidFieldException(field, "is missing");
    }
    Optional<JsonValue> value =
        given.map(each -> parameter.accept(field, each)).or(() -> parameter.shown().defaultValue());
    if (scoped.contains(parameter.name())) {
      value.ifPresent(each -> ScopeRule.check(field, parameter.bounds(), each));
    }
    return value;
  }

  static String field(String parameter) {
    return "parameters." + parameter;
  }
}
