package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.TargetStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The runs of a policy whose copies must not go, and which must therefore be remembered. */
public final class GoodRuns {
  private GoodRuns() {}

  /**
   * The first run that copied all well, and for each target the first that copied it well.
   *
   * @param bestFirst those that have a copy: normally the newest first
   * @param whole whether a run was to copy all that its source has
   */
  public static <R> List<R> among(
      List<R> bestFirst, Function<R, BackupRunStatus> statusOf, Predicate<R> whole) {
    List<R> good = new ArrayList<>();
    Set<String> covered = new HashSet<>();
    boolean found = false;
    for (R run : bestFirst) {
      BackupRunStatus status = statusOf.apply(run);
      boolean allWell = status.phase() == RunPhase.SUCCEEDED && whole.test(run);
      boolean isFirst = allWell && !found;
      found |= allWell;
      for (TargetStatus target : status.targets()) {
        isFirst |= target.phase() == TargetStatus.Phase.SUCCEEDED && covered.add(target.name());
      }
      if (isFirst) {
        good.add(run);
      }
    }
    return good;
  }
}
