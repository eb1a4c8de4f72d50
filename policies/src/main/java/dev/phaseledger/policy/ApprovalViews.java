package dev.phaseledger.policy;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.policy.DecisionInput.Approval;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.ListView;
import dev.phaseledger.policy.cel.Path;
import dev.phaseledger.policy.cel.StructView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The answers to one dispatch as expressions see them: one per human, the latest, so that counting
/// answers is counting humans.
final class ApprovalViews {

  private static final Path PATH = Path.of("approvals");

  private static final Set<String> OWN_ROLES =
      Arrays.stream(Role.values())
          .map(role -> role.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private static final Comparator<String> ROLES =
      Comparator.<String, Boolean>comparing(OWN_ROLES::contains)
          .thenComparing(Comparator.naturalOrder());

  /// The order in which later answers of somebody replace earlier ones.
  private static final Comparator<Approval> ANSWERED =
      Comparator.comparing(Approval::at)
          .thenComparing(approval -> approval.by().value())
          .thenComparing(Approval::granted, Comparator.reverseOrder());

  private final List<Approval> latest;
  private final ListView list;

  ApprovalViews(List<Approval> answers) {
    this.latest = latest(answers);
    Object[] views = new Object[latest.size()];
    for (int i = 0; i < views.length; i++) {
      Approval approval = latest.get(i);
      views[i] =
          StructView.element(GovShapes.APPROVAL.name(), PATH, i, field -> field(approval, field));
    }
    this.list = ListView.of(views);
  }

  /// All of them, as expressions see them.
  ListView list() {
    return list;
  }

  /// Those who said yes.
  List<Approval> granted() {
    List<Approval> granted = List.of();
    for (Approval answer : latest) {
      if (answer.granted()) {
        granted = granted.isEmpty() ? new ArrayList<>(latest.size()) : granted;
        granted.add(answer);
      }
    }
    return granted;
  }

  private static List<Approval> latest(List<Approval> answers) {
    if (answers.size() < 2) {
      return answers;
    }
    List<Approval> inOrder = new ArrayList<>(answers);
    inOrder.sort(ANSWERED);
    List<Approval> latest = new ArrayList<>(inOrder.size());
    for (Approval answer : inOrder) {
      int place = placeOf(answer.by(), latest);
      if (place == latest.size()) {
        latest.add(answer);
      } else {
        latest.set(place, answer);
      }
    }
    return latest;
  }

  /// Few people answer one dispatch, so looking through them costs less than a table.
  private static int placeOf(PrincipalId by, List<Approval> latest) {
    int place = 0;
    while (place < latest.size() && !latest.get(place).by().equals(by)) {
      place++;
    }
    return place;
  }

  private static @Nullable Object field(Approval approval, String field) {
    return switch (field) {
      case "by" -> approval.by().value();
      case "role" -> role(approval);
      case "roles" -> ListView.sorted(approval.roles());
      case "at" -> approval.at();
      case "approved" -> approval.granted();
      default -> null;
    };
  }

  /// One of the groups before one of the service's own roles, which every approver holds alike.
  private static @Nullable String role(Approval approval) {
    String first = null;
    for (String role : approval.roles()) {
      if (first == null || ROLES.compare(role, first) < 0) {
        first = role;
      }
    }
    return first;
  }
}
