package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt to look after a repository.
 *
 * @param version of this format
 * @param outcome {@code SUCCEEDED} if all was done and nothing is missing
 * @param failure why the attempt ended early, or what is wrong with the repository; null when all
 *     is well
 * @param resticVersion of the stock restic that pruned, such as {@code 0.18.1}; null if none did
 * @param retention what became of the snapshots of each policy that says which stay
 * @param bytesFreed by which all packs together became smaller; null if nothing was pruned
 * @param check what the look at the structure showed; null if it did not come to its end
 * @param reading what of the packs was read whole; null if none was, or it did not come to its end
 * @param damage what was found damaged or missing
 * @param usage what each policy's snapshots take, the largest first
 * @param locks that were in the way; empty if none were
 * @param findings what is missing or damaged, at most {@link #MOST_FINDINGS}
 * @param partsOmitted how many more parts the whole result in the log has
 * @param peakMemoryBytes largest resident size of the worker; 0 if unknown
 */
public record MaintenanceResult(
    int version,
    Outcome outcome,
    @Nullable Failure failure,
    @Nullable String resticVersion,
    List<RetentionResult> retention,
    @Nullable Long bytesFreed,
    @Nullable Check check,
    @Nullable Reading reading,
    Damage damage,
    List<Usage> usage,
    List<Lock> locks,
    List<String> findings,
    int partsOmitted,
    long peakMemoryBytes)
    implements Result {
  /** More would tell a person nothing new. */
  public static final int MOST_FINDINGS = 20;

  public MaintenanceResult {
    retention = List.copyOf(retention);
    damage = Objects.requireNonNullElse(damage, Damage.NONE);
    usage = List.copyOf(usage);
    locks = List.copyOf(locks);
    findings = List.copyOf(findings);
  }

  /** Records that this attempt took out. */
  public int snapshotsRemoved() {
    return retention.stream().mapToInt(RetentionResult::removed).sum();
  }

  @Override
  public List<Failure> failures() {
    return failure == null ? List.of() : List.of(failure);
  }

  @Override
  public int parts() {
    return usage.size() + locks.size() + findings.size() + retention.size() + damage.parts();
  }

  /** What is in the way and what is damaged first. */
  @Override
  public MaintenanceResult withParts(int kept) {
    List<Lock> keptLocks = locks.subList(0, Math.min(kept, locks.size()));
    int room = kept - keptLocks.size();
    List<String> keptFindings = findings.subList(0, Math.min(room, findings.size()));
    room -= keptFindings.size();
    Damage keptDamage = damage.first(room);
    room -= keptDamage.parts();
    List<RetentionResult> keptRetention =
        Parts.worst(retention, room, Comparator.comparingInt(RetentionResult::removed).reversed());
    room -= keptRetention.size();
    List<Usage> keptUsage =
        Parts.worst(usage, room, Comparator.comparingLong(Usage::bytesReferenced).reversed());
    int left =
        keptLocks.size()
            + keptFindings.size()
            + keptDamage.parts()
            + keptRetention.size()
            + keptUsage.size();
    return with(
        failure,
        keptRetention,
        keptDamage,
        keptUsage,
        keptLocks,
        keptFindings,
        partsOmitted + parts() - left);
  }

  @Override
  public MaintenanceResult withSentences(int limit) {
    return with(
        Parts.shortened(failure, limit),
        retention,
        damage,
        usage,
        locks,
        findings.stream().map(finding -> Parts.shortened(finding, limit)).toList(),
        partsOmitted);
  }

  private MaintenanceResult with(
      @Nullable Failure why,
      List<RetentionResult> keptRetention,
      Damage keptDamage,
      List<Usage> keptUsage,
      List<Lock> keptLocks,
      List<String> keptFindings,
      int omitted) {
    return new MaintenanceResult(
        version,
        outcome,
        why,
        resticVersion,
        keptRetention,
        bytesFreed,
        check,
        reading,
        keptDamage,
        keptUsage,
        keptLocks,
        keptFindings,
        omitted,
        peakMemoryBytes);
  }

  /**
   * What the look at the structure covered.
   *
   * @param snapshots whose every piece of content was looked for
   * @param packs that the index names
   * @param blobs that the index names
   * @param trees that were read and understood
   * @param damaged how many snapshots lack something; 0 if all is well
   */
  public record Check(int snapshots, int packs, long blobs, long trees, int damaged) {}

  /**
   * What of the packs was read whole.
   *
   * @param rotation whose turn it was
   * @param packs that were read
   * @param bytes of these
   * @param complete false if so many are damaged that it was not worth reading on
   */
  public record Reading(PackRotation rotation, int packs, long bytes, boolean complete) {}

  /**
   * What the snapshots of one policy take in packs.
   *
   * @param namespace of the policy; null where snapshots are of none
   * @param policy its name; null where snapshots are of none
   * @param snapshots how many there are
   * @param bytesReferenced of all that they need, whoever else needs it
   * @param bytesExclusive of what nobody else needs: what removing them all would free
   */
  public record Usage(
      @Nullable String namespace,
      @Nullable String policy,
      int snapshots,
      long bytesReferenced,
      long bytesExclusive) {}

  /**
   * A lock that keeps maintenance away.
   *
   * @param hostname machine or pod of its holder; empty if the lock's file can't be read
   * @param username of its holder
   * @param exclusive whether it keeps everybody else away, too
   * @param renewedAt when its holder last showed that it lives
   */
  public record Lock(String hostname, String username, boolean exclusive, Instant renewedAt) {}
}
