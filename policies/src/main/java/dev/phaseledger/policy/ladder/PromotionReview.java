package dev.phaseledger.policy.ladder;

import java.util.Optional;

/// Whether an agent is due for a promotion.
public sealed interface PromotionReview {

  /// It is.
  record Due(Promotion promotion) implements PromotionReview {}

  /// It is not.
  ///
  /// @param reason one sentence for people
  record NotDue(String reason) implements PromotionReview {}

  /// The criterion has no value, so the agent stays where it is.
  record Failed(CriterionFailure failure) implements PromotionReview {}

  /// The promotion, if one is due.
  default Optional<Promotion> due() {
    return switch (this) {
      case Due(Promotion promotion) -> Optional.of(promotion);
      case NotDue _, Failed _ -> Optional.empty();
    };
  }
}
