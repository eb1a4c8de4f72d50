/// Contract templates: contracts with parameters, so that a task can be granted again and again
/// without anybody writing a scope by hand. A parameter cannot widen what the template grants.
///
/// Public: [ContractTemplate], [TemplateParameter], [ParameterType], [YamlToJson].
@NullMarked
package dev.phaseledger.policy.template;

import org.jspecify.annotations.NullMarked;
