package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.CheckSpec;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.WantedCheck;
import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The questions of a restore, each with the target that it is asked of. */
final class WantedChecks {
  private WantedChecks() {}

  static List<WantedCheck> of(RestoreSpec spec, RestorePlan plan) {
    return spec.checks().stream()
        .map(check -> new WantedCheck(check.name(), targetOf(check, plan).orElse("")))
        .toList();
  }

  /** What keeps a check from being asked of these copies; empty if nothing does. */
  static Optional<String> obstacle(RestoreSpec spec, RestorePlan plan) {
    return spec.checks().stream()
        .filter(check -> targetOf(check, plan).isEmpty())
        .findFirst()
        .map(check -> nothingToAsk(check, plan));
  }

  private static String nothingToAsk(CheckSpec check, RestorePlan plan) {
    if (check.guest() != null) {
      return "The check %s asks guest %d, which is not restored; restored are %s."
          .formatted(check.name(), check.guest(), CopyGatherer.names(plan));
    }
    return check.sql() == null ? nothingIn(check) : nobodyAt(check, check.sql(), plan);
  }

  private static String nothingIn(CheckSpec check) {
    return "The check %s asks for a file, but no file tree is restored.".formatted(check.name());
  }

  private static String nobodyAt(CheckSpec check, CheckSpec.Sql sql, RestorePlan plan) {
    boolean restored = plan.parts().stream().anyMatch(part -> part.target().equals(sql.database()));
    return restored
        ? "The check %s asks %s, which is no database: it holds accounts and roles. Ask a database."
            .formatted(check.name(), sql.database())
        : "The check %s asks %s, which is not restored; restored are %s."
            .formatted(check.name(), sql.database(), CopyGatherer.names(plan));
  }

  /** The orders of the checks of these targets. */
  static List<CheckOrder> orders(
      RestoreSpec spec, RestorePlan plan, List<String> targets, Map<String, BigDecimal> last) {
    return spec.checks().stream()
        .flatMap(check ->
            targetOf(check, plan).filter(targets::contains).stream()
                .map(target -> order(check, target, last.get(check.name()))))
        .toList();
  }

  /** An answer as a number, if it is one. */
  static Optional<BigDecimal> number(@Nullable String answer) {
    try {
      return Optional.ofNullable(answer).map(BigDecimal::new);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> targetOf(CheckSpec check, RestorePlan plan) {
    return plan.parts().stream()
        .filter(part -> isAsked(check, plan, part))
        .map(RestorePlan.Part::target)
        .findFirst();
  }

  /** A file is asked of the one target that is no dump. */
  private static boolean isAsked(CheckSpec check, RestorePlan plan, RestorePlan.Part part) {
    if (check.guest() != null) {
      return part.target().equals(ProxmoxOrder.target(check.guest()));
    }
    return check.sql() == null
        ? part.sha256() == null
        : part.target().equals(check.sql().database()) && plan.canBeAsked(part);
  }

  private static CheckOrder order(CheckSpec check, String target, @Nullable BigDecimal last) {
    if (check.command() != null) {
      return CheckOrder.of(check.name(), GuestCheck.order(target, check.command()));
    }
    if (check.http() != null) {
      return CheckOrder.of(check.name(), GuestCheck.order(target, check.http()));
    }
    if (check.sql() == null) {
      CheckSpec.FileDigest file =
          java.util.Objects.requireNonNull(check.fileDigest(), "a check asks something");
      return CheckOrder.of(
          check.name(), new CheckOrder.FileDigest(target, file.path(), file.sha256()));
    }
    CheckSpec.Expectation expect = check.sql().expect();
    return CheckOrder.of(
        check.name(),
        new CheckOrder.Sql(
            target,
            check.sql().query(),
            new CheckOrder.Expectation(
                expect.value(),
                expect.min() == null ? null : BigDecimal.valueOf(expect.min()),
                expect.max() == null ? null : BigDecimal.valueOf(expect.max()),
                expect.notLessThanPercentOfLast(),
                expect.notLessThanPercentOfLast() == null ? null : last)));
  }
}
