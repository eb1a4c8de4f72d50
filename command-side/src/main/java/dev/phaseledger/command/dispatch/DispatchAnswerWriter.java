package dev.phaseledger.command.dispatch;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/// Writes a verdict member by member, without asking each of them by reflection.
final class DispatchAnswerWriter extends StdSerializer<DispatchAnswer> {

  DispatchAnswerWriter() {
    super(DispatchAnswer.class);
  }

  @Override
  public void serialize(DispatchAnswer answer, JsonGenerator out, SerializationContext context) {
    out.writeStartObject();
    out.writeStringProperty("dispatchId", answer.dispatchId());
    out.writeStringProperty("contractId", answer.contractId());
    out.writeStringProperty("verdict", answer.verdict().name());
    out.writeStringProperty("explanation", answer.explanation());
    out.writeBooleanProperty("afterTheFact", answer.afterTheFact());
    answer.shown().ifPresent(shown -> out.writeStringProperty("shown", shown));
    out.writeBooleanProperty("contractRevoked", answer.contractRevoked());
    out.writeName("judgement");
    context.writeValue(out, answer.judgement());
    out.writeNumberProperty("position", answer.position());
    out.writeNumberProperty("index", answer.index());
    answer.receipt().ifPresent(receipt -> out.writeStringProperty("receipt", receipt));
    out.writeBooleanProperty("repeated", answer.repeated());
    out.writeEndObject();
  }
}
