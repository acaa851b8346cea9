package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.api.ConditionType.RETENTION_HELD_BACK;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.RetentionStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.retention.RetentionReading;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.retention.RetentionRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a policy says of the removal of its snapshots. */
final class PolicyRetention {
  private PolicyRetention() {}

  /** Whether more would go than one pass may remove without a day's notice. */
  static ConditionFact heldBack(PolicySeen seen) {
    Optional<RetentionRules> rules = RetentionReading.rules(seen.spec().retention());
    if (rules.isEmpty()) {
      return ConditionFact.unmet(
          RETENTION_HELD_BACK,
          ConditionReason.NO_RETENTION,
          "The policy sets no retention: no snapshot is ever removed.");
    }
    List<RetentionStatus> passes = seen.status().retention();
    if (passes.isEmpty()) {
      return ConditionFact.unknown(
          RETENTION_HELD_BACK,
          ConditionReason.NO_RETENTION_PASS_YET,
          "No maintenance of a repository has applied %s yet; until then every snapshot stays."
              .formatted(rules.get().text()));
    }
    if (passes.stream().anyMatch(pass -> !rules.get().text().equals(pass.rules()))) {
      return ConditionFact.unknown(
          RETENTION_HELD_BACK,
          ConditionReason.NO_RETENTION_PASS_YET,
          "The rules are %s since the last maintenance; the next one decides with them."
              .formatted(rules.get().text()));
    }
    List<RetentionStatus> held =
        passes.stream().filter(pass -> pass.announcedAt() != null).toList();
    if (held.isEmpty()) {
      return ConditionFact.unmet(
          RETENTION_HELD_BACK,
          ConditionReason.REMOVAL_WITHIN_LIMIT,
          passes.stream().map(PolicyRetention::kept).collect(Collectors.joining(" ")));
    }
    String all = held.stream().map(PolicyRetention::announced).collect(Collectors.joining(" "));
    return seen.identity().confirmedRetention().equals(rules.get().text())
        ? ConditionFact.met(
            RETENTION_HELD_BACK,
            ConditionReason.REMOVAL_CONFIRMED,
            all + " That was confirmed: the next pass removes all of them.")
        : ConditionFact.met(
            RETENTION_HELD_BACK,
            ConditionReason.REMOVAL_BEYOND_LIMIT,
            "%s To let the next pass remove all of them: kubectl annotate bp %s -n %s --overwrite %s=%s"
                .formatted(
                    all,
                    seen.identity().name(),
                    seen.identity().namespace(),
                    ApiGroup.CONFIRM_RETENTION_ANNOTATION,
                    rules.get().text()));
  }

  private static String kept(RetentionStatus pass) {
    return "%s: the pass of %s left %d and removed %d."
        .formatted(
            pass.repository(), pass.passTime(), number(pass.snapshots()), number(pass.removed()));
  }

  private static String announced(RetentionStatus pass) {
    return "%s: %s does not keep %d of %d snapshots, and one pass removes at most %d of them, not before %s."
        .formatted(
            pass.repository(),
            pass.rules(),
            number(pass.heldBack()),
            number(pass.snapshots()),
            number(pass.allowance()),
            pass.removalFrom());
  }

  private static int number(@Nullable Integer count) {
    return Objects.requireNonNullElse(count, 0);
  }
}
