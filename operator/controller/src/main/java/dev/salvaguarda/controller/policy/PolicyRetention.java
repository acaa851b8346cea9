package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.api.ConditionType.RETENTION_HELD_BACK;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.RetentionStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.retention.RetentionReading;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.retention.RetentionRules;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a policy says of the removal of its snapshots. */
final class PolicyRetention {
  /** How it stands with one repository; what concerns a person most comes first. */
  private enum Standing {
    HELD_BACK,
    RESTING,
    UNDECIDED,
    DONE,
    UNKEPT
  }

  /** How it stands with one repository, and the same in a sentence. */
  private record Account(Standing standing, String words) {}

  private final PolicySeen seen;
  private final String rules;

  private PolicyRetention(PolicySeen seen, RetentionRules rules) {
    this.seen = seen;
    this.rules = rules.text();
  }

  /**
   * Whether more would go than one pass may remove without a day's notice, or nothing may go since
   * nobody knows what is whole.
   */
  static ConditionFact heldBack(PolicySeen seen) {
    return RetentionReading.rules(seen.spec().retention())
        .map(rules -> new PolicyRetention(seen, rules).fact())
        .orElseGet(() ->
            ConditionFact.unmet(
                RETENTION_HELD_BACK,
                ConditionReason.NO_RETENTION,
                "The policy sets no retention: no snapshot is ever removed."));
  }

  private ConditionFact fact() {
    List<Account> accounts = seen.repositories().stream().map(this::account).toList();
    String words = accounts.stream().map(Account::words).collect(Collectors.joining(" "));
    Standing worst =
        accounts.stream()
            .map(Account::standing)
            .min(Comparator.naturalOrder())
            .orElse(Standing.UNDECIDED);
    return switch (worst) {
      case HELD_BACK -> announced(words);
      case RESTING ->
          ConditionFact.met(RETENTION_HELD_BACK, ConditionReason.DAMAGE_NOT_NAMED, words);
      case UNDECIDED ->
          ConditionFact.unknown(RETENTION_HELD_BACK, ConditionReason.NO_RETENTION_PASS_YET, words);
      case DONE ->
          ConditionFact.unmet(RETENTION_HELD_BACK, ConditionReason.REMOVAL_WITHIN_LIMIT, words);
      case UNKEPT ->
          ConditionFact.unknown(RETENTION_HELD_BACK, ConditionReason.NO_MAINTENANCE, words);
    };
  }

  private Account account(PolicyRepository repository) {
    String unkept = repository.unkept();
    if (unkept != null) {
      return new Account(Standing.UNKEPT, unkept);
    }
    if (!repository.namesAllDamage()) {
      return new Account(
          Standing.RESTING,
          "%s: nothing is removed while more of it is known to be damaged than a status can name, since nobody can say which snapshots are whole."
              .formatted(repository.name()));
    }
    Optional<RetentionStatus> pass =
        seen.status().retention().stream()
            .filter(one -> one.repository().equals(repository.name()))
            .findFirst();
    return pass.map(this::account)
        .orElseGet(() ->
            new Account(
                Standing.UNDECIDED,
                "%s: no pass of maintenance has applied %s yet; until then every snapshot stays."
                    .formatted(repository.name(), rules)));
  }

  private Account account(RetentionStatus pass) {
    if (!rules.equals(pass.rules())) {
      return new Account(
          Standing.UNDECIDED,
          "%s: the rules are %s since the last pass of maintenance; the next one decides with them."
              .formatted(pass.repository(), rules));
    }
    return pass.announcedAt() == null
        ? new Account(Standing.DONE, kept(pass))
        : new Account(Standing.HELD_BACK, announced(pass));
  }

  private ConditionFact announced(String words) {
    return seen.identity().confirmedRetention().equals(rules)
        ? ConditionFact.met(
            RETENTION_HELD_BACK,
            ConditionReason.REMOVAL_CONFIRMED,
            words + " That was confirmed: the next pass removes all of them.")
        : ConditionFact.met(
            RETENTION_HELD_BACK,
            ConditionReason.REMOVAL_BEYOND_LIMIT,
            "%s To let the next pass remove all of them: kubectl annotate bp %s -n %s --overwrite %s=%s"
                .formatted(
                    words,
                    seen.identity().name(),
                    seen.identity().namespace(),
                    ApiGroup.CONFIRM_RETENTION_ANNOTATION,
                    rules));
  }

  private String kept(RetentionStatus pass) {
    return "%s: the pass of %s left %d and removed %d.%s"
        .formatted(
            pass.repository(),
            pass.passTime(),
            number(pass.snapshots()),
            number(pass.removed()),
            next(pass));
  }

  /** What was said of the next pass, unless that was of another zone. */
  private String next(RetentionStatus pass) {
    RetentionStatus.Next next = pass.next();
    String terms = "%s in %s".formatted(rules, seen.spec().timeZone());
    return next == null || next.message() == null || !terms.equals(next.terms())
        ? ""
        : " " + next.message();
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
