package dev.phaseledger.app.cli;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a length of time as a decimal number of seconds.
final class SecondsConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String value) {
    try {
      return Duration.ofNanos(new BigDecimal(value).movePointRight(9).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TypeConversionException("'" + value + "' is not a number of seconds");
    }
  }
}
