package dev.salvaguarda.domain.retention;

import org.jspecify.annotations.Nullable;

/**
 * How much one pass may remove of a policy's snapshots: it leaves at least 70 percent of those that
 * the last pass left, however many have come since. So a pass that is begun anew, since the first
 * attempt ended untold, removes no more than one would. One snapshot may always go.
 *
 * @param leftByLastPass snapshots of the policy that the last pass left; null if there was none or
 *     it is not known, which counts as if none had come since
 * @param announced what people have been told of so far; null if nothing
 * @param lifted whether a person confirmed that this pass may remove all that the rules don't keep
 */
public record RemovalLimit(
    @Nullable Integer leftByLastPass, @Nullable Announcement announced, boolean lifted) {
  /** Of those that the last pass left, rounded down. */
  public static final int PERCENT = 30;

  /** The limit of a first pass. */
  public static final RemovalLimit FIRST = new RemovalLimit(null, null, false);

  /** How many of so many snapshots a pass may remove. */
  int allowance(int snapshots) {
    int before = leftByLastPass == null ? snapshots : leftByLastPass;
    int shorter = Math.max(1, (int) (before * (long) PERCENT / 100));
    return Math.max(0, snapshots - (before - shorter));
  }
}
