package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.api.ConditionType.COVERAGE_COMPLETE;

import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.CoverageStatus;
import dev.salvaguarda.api.policy.CoverageStatus.ExcludedGuest;
import dev.salvaguarda.api.policy.CoverageStatus.UncoveredGuest;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.host.HostSeen;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.guest.Coverage;
import dev.salvaguarda.domain.guest.GuestName;
import dev.salvaguarda.domain.guest.HostFinding;
import dev.salvaguarda.domain.guest.HostFinding.Sight;
import dev.salvaguarda.domain.text.Sentence;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a policy's status says of the guests of its host. As long as the host does not answer, it
 * says what it said.
 *
 * @param conditions of the policy, that of the guests among them if it copies guests
 * @param status null if that is not known, or it copies none
 */
record CoverageReport(List<Condition> conditions, @Nullable CoverageStatus status) {
  private static final int LONGEST_NAME = 64;

  /**
   * Adds to the conditions.
   *
   * @param conditions all others, and the old one
   */
  static CoverageReport of(
      BackupPolicyStatus old,
      HostSeen host,
      ConditionSet conditions,
      @Nullable Long generation,
      Instant now) {
    return switch (host) {
      case HostSeen.None() -> new CoverageReport(without(conditions), null);
      case HostSeen.Found(HostFinding(_, _, Sight.Full(Coverage coverage))) ->
          new CoverageReport(
              conditions.with(fact(coverage), generation, now).conditions(), status(coverage));
      case HostSeen.Found(HostFinding(_, _, Sight.Partial(String why))) ->
          new CoverageReport(
              conditions
                  .with(
                      ConditionFact.unknown(
                          COVERAGE_COMPLETE, ConditionReason.GUESTS_NOT_ALL_SEEN, why),
                      generation,
                      now)
                  .conditions(),
              null);
      case HostSeen.Found _, HostSeen.Awaited _, HostSeen.Unread _, HostSeen.Incomplete _ ->
          new CoverageReport(
              conditions.find(COVERAGE_COMPLETE).isPresent()
                  ? conditions.conditions()
                  : conditions.with(unseen(), generation, now).conditions(),
              old.coverage());
    };
  }

  private static List<Condition> without(ConditionSet conditions) {
    return conditions.conditions().stream()
        .filter(one -> !one.getType().equals(COVERAGE_COMPLETE.wireName()))
        .toList();
  }

  private static ConditionFact unseen() {
    return ConditionFact.unknown(
        COVERAGE_COMPLETE, ConditionReason.NOT_PROBED_YET, "The host's guests were not seen yet.");
  }

  private static ConditionFact fact(Coverage coverage) {
    int open = coverage.uncovered().size();
    int excluded = coverage.excluded().size();
    String copied =
        "%d guest%s in a policy%s"
            .formatted(
                coverage.covered(),
                coverage.covered() == 1 ? " is" : "s are",
                excluded == 0 ? "" : ", %d left out on purpose".formatted(excluded));
    return open == 0
        ? ConditionFact.met(COVERAGE_COMPLETE, ConditionReason.GUESTS_COVERED, copied + ".")
        : ConditionFact.unmet(
            COVERAGE_COMPLETE,
            ConditionReason.GUESTS_NOT_COVERED,
            "%s; %d in none: %s.%s"
                .formatted(copied, open, named(coverage.uncovered()), tagged(coverage)));
  }

  /** Nobody would look for the reason at the guest, where clones have it from. */
  private static String tagged(Coverage coverage) {
    return coverage.tagged().isEmpty()
        ? ""
        : " The tag salvaguarda-test keeps %s out of all: take it away, or the guest if a test left it there."
            .formatted(
                named(
                    coverage.uncovered().stream()
                        .filter(guest -> coverage.tagged().contains(guest.vmid()))
                        .toList()));
  }

  private static String named(List<GuestName> guests) {
    int more = guests.size() - CoverageStatus.MOST;
    String some =
        guests.stream()
            .limit(CoverageStatus.MOST)
            .map(guest -> new GuestName(guest.vmid(), name(guest).orElse("")).text())
            .collect(Collectors.joining(", "));
    return more > 0 ? "%s and %d more".formatted(some, more) : some;
  }

  private static CoverageStatus status(Coverage coverage) {
    return new CoverageStatus(
        coverage.covered(),
        coverage.uncovered().stream()
            .limit(CoverageStatus.MOST)
            .map(guest -> new UncoveredGuest(guest.vmid(), name(guest).orElse(null)))
            .toList(),
        omitted(coverage.uncovered().size()),
        coverage.excluded().stream()
            .limit(CoverageStatus.MOST)
            .map(one ->
                new ExcludedGuest(
                    one.guest().vmid(), name(one.guest()).orElse(null), one.reason(), one.by()))
            .toList(),
        omitted(coverage.excluded().size()));
  }

  private static @Nullable Integer omitted(int all) {
    return all > CoverageStatus.MOST ? Integer.valueOf(all - CoverageStatus.MOST) : null;
  }

  /** The host's word, which may be anything. */
  private static Optional<String> name(GuestName guest) {
    return Optional.of(Sentence.oneLine(guest.name(), LONGEST_NAME))
        .filter(name -> !name.isEmpty());
  }
}
