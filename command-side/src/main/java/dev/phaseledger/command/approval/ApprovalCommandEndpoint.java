package dev.phaseledger.command.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.ContractCommand.WithdrawApproval;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.LedgerCommand.Idempotency;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.Recorded;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where humans answer dispatches that wait for them.
@RestController
@RequestMapping("/v1/approvals")
final class ApprovalCommandEndpoint {

  /// Answers of one batch.
  static final int BATCH_ANSWERS_MAX = 100;

  private final LedgerCommands ledger;

  ApprovalCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record BatchForm(@Nullable List<@Nullable AnswerForm> answers) {}

  record WithdrawalForm(
      @Nullable String contractId, @Nullable String dispatchId, @Nullable String reason) {}

  /// What became of one answer of a batch: a result, or why there is none.
  ///
  /// @param status what the answer alone would have been answered with (HTTP)
  /// @param field what is wrong with it, if it is wrong
  /// @param reason why nothing was recorded
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record ItemResult(
      String dispatchId,
      int status,
      Optional<AnswerResult> result,
      Optional<String> field,
      Optional<String> reason) {

    static ItemResult refused(
        String dispatch, HttpStatus status, Optional<String> field, RuntimeException refusal) {
      return new ItemResult(
          dispatch,
          status.value(),
          Optional.empty(),
          field,
          Optional.of(String.valueOf(refusal.getMessage())));
    }
  }

  record BatchResult(List<ItemResult> items) {}

  @PostMapping
  ResponseEntity<AnswerResult> answer(
      Principal caller, RequestEnvelope envelope, @RequestBody AnswerForm body) {
    var command = body.command(envelope.context(caller));
    Recorded recorded = ledger.send(command);
    return ResponseEntity.status(status(recorded))
        .body(AnswerResult.of(command.dispatch().value(), recorded));
  }

  /// Answers each on its own: one that is refused holds up no other.
  @PostMapping("/batch")
  BatchResult answer(Principal caller, RequestEnvelope envelope, @RequestBody BatchForm body) {
    List<AnswerForm> answers = Given.list("answers", body.answers());
    Limits.count("answers", answers.size(), BATCH_ANSWERS_MAX);
    if (answers.isEmpty()) {
      throw new InvalidFieldException("answers", "must hold at least one answer");
    }
    Context context = envelope.context(caller);
    List<ItemResult> items = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      items.add(answer(ofItem(context, i), answers.get(i)));
    }
    return new BatchResult(items);
  }

  @PostMapping("/withdrawal")
  ResponseEntity<Written> withdraw(
      Principal caller, RequestEnvelope envelope, @RequestBody WithdrawalForm body) {
    var dispatch = new DispatchId(Given.required("dispatchId", body.dispatchId()));
    var command =
        new WithdrawApproval(
            envelope.context(caller),
            new ContractId(Given.required("contractId", body.contractId())),
            dispatch,
            Given.text(body.reason()));
    return Written.created(dispatch.value(), ledger.send(command));
  }

  private ItemResult answer(Context context, AnswerForm form) {
    String dispatch = Given.text(form.dispatchId());
    try {
      Recorded recorded = ledger.send(form.command(context));
      return new ItemResult(
          dispatch,
          status(recorded).value(),
          Optional.of(AnswerResult.of(dispatch, recorded)),
          Optional.empty(),
          Optional.empty());
    } catch (InvalidFieldException refusal) {
      return ItemResult.refused(
          dispatch, HttpStatus.BAD_REQUEST, Optional.of(refusal.field()), refusal);
    } catch (ForbiddenException refusal) {
      return ItemResult.refused(dispatch, HttpStatus.FORBIDDEN, Optional.empty(), refusal);
    } catch (NotFoundException refusal) {
      return ItemResult.refused(
          dispatch, HttpStatus.NOT_FOUND, Optional.of(refusal.field()), refusal);
    } catch (ConflictException lost) {
      return ItemResult.refused(dispatch, HttpStatus.CONFLICT, Optional.empty(), lost);
    }
  }

  /// Each answer is an append of its own, so each has a key of its own that follows from the
  /// batch's.
  private static Context ofItem(Context batch, int item) {
    return new Context(
        batch.by(),
        batch
            .idempotency()
            .map(key -> new Idempotency("%s/%d".formatted(key.key(), item), key.request())),
        batch.trace());
  }

  private static HttpStatus status(Recorded recorded) {
    return recorded.repeated() ? HttpStatus.OK : HttpStatus.CREATED;
  }
}
