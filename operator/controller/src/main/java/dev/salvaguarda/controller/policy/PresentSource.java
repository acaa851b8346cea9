package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.BackupPolicyStatus.SourceSeen;
import dev.salvaguarda.controller.source.SourceDigest;
import dev.salvaguarda.domain.failure.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The source that a policy has now. What was copied before is of another one, if there was one.
 *
 * @param since when the status says that it became this one; null if it always was
 * @param copiesFrom from when on what is captured is of it: not before runs have ended that were
 *     there before, since their pods may still read the other one
 * @param changed whether it is another one than in the status
 * @param refused why it may not be copied; null if it may
 */
record PresentSource(
    String digest,
    @Nullable Instant since,
    Instant copiesFrom,
    boolean changed,
    @Nullable Failure refused) {

  static PresentSource of(BackupPolicySpec spec, BackupPolicyStatus told, RunHistory runs) {
    String digest = SourceDigest.of(spec);
    SourceSeen seen = told.sourceSeen();
    if (seen != null && !digest.equals(seen.digest())) {
      return new PresentSource(digest, null, Instant.MAX, true, null);
    }
    Instant since = seen == null ? null : seen.since();
    Instant from =
        since == null
            ? Instant.MIN
            : Stream.concat(Stream.of(since), runs.endsOfThoseBefore(since))
                .max(Comparator.naturalOrder())
                .orElse(since);
    return new PresentSource(digest, since, from, false, null);
  }

  PresentSource refused(@Nullable Failure why) {
    return new PresentSource(digest, since, copiesFrom, changed, why);
  }

  /**
   * Whether copies are of it.
   *
   * @param capturedAt when the capture of the oldest of them began; null where that is not known
   */
  boolean isOf(@Nullable Instant capturedAt) {
    return copiesFrom.equals(Instant.MIN)
        || (capturedAt != null && !capturedAt.isBefore(copiesFrom));
  }

  /** Whether a test may have proven something of it that ended then. */
  boolean isProvableAt(Instant endedAt) {
    return !changed && (since == null || !endedAt.isBefore(since));
  }

  /** Since when it is another one than before, once this look is written down. */
  Optional<Instant> since(Instant now) {
    return changed ? Optional.of(now.truncatedTo(ChronoUnit.SECONDS)) : Optional.ofNullable(since);
  }

  SourceSeen told(Instant now) {
    return new SourceSeen(digest, since(now).orElse(null));
  }
}
