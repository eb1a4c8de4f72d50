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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    return latest.stream().filter(Approval::granted).toList();
  }

  private static List<Approval> latest(List<Approval> answers) {
    if (answers.size() < 2) {
      return answers;
    }
    List<Approval> inOrder = new ArrayList<>(answers);
    inOrder.sort(ANSWERED);
    List<Approval> latest = new ArrayList<>(inOrder.size());
    Map<PrincipalId, Integer> places = HashMap.newHashMap(inOrder.size());
    for (Approval answer : inOrder) {
      Integer place = places.putIfAbsent(answer.by(), latest.size());
      if (place == null) {
        latest.add(answer);
      } else {
        latest.set(place, answer);
      }
    }
    return latest;
  }

  private static Optional<?> field(Approval approval, String field) {
    return switch (field) {
      case "by" -> Optional.of(approval.by().value());
      case "role" -> role(approval);
      case "roles" -> Optional.of(ListView.sorted(approval.roles()));
      case "at" -> Optional.of(approval.at());
      case "approved" -> Optional.of(approval.granted());
      default -> Optional.empty();
    };
  }

  /// One of the groups before one of the service's own roles, which every approver holds alike.
  private static Optional<String> role(Approval approval) {
    String first = null;
    for (String role : approval.roles()) {
      if (first == null || ROLES.compare(role, first) < 0) {
        first = role;
      }
    }
    return Optional.ofNullable(first);
  }
}
