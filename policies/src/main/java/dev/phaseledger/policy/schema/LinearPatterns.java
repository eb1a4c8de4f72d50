package dev.phaseledger.policy.schema;

import com.networknt.schema.SchemaException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import dev.phaseledger.policy.pattern.LinearPattern;

/// Compiles a schema's patterns so that matching takes linear time: parameters come from agents,
/// and a backtracking matcher can be made to run for hours.
final class LinearPatterns implements RegularExpressionFactory {

  @Override
  public RegularExpression getRegularExpression(String regex) {
    try {
      LinearPattern pattern = LinearPattern.compile(regex);
      return pattern::find;
    } catch (IllegalArgumentException e) {
      throw new SchemaException(String.valueOf(e.getMessage()));
    }
  }
}
