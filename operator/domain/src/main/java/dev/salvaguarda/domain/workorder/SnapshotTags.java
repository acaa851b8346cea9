package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.retention.Quality;
import java.util.List;
import java.util.Optional;

/**
 * The tags that every snapshot of ours carries, in the form {@code key=value}. {@code restic
 * snapshots --tag run=NAME} finds a run's snapshots with them, and so does the operator.
 */
public final class SnapshotTags {
  private static final String POLICY = "policy=";
  private static final String RUN = "run=";
  private static final String RUN_UID = "run-uid=";
  private static final String TARGET = "target=";
  private static final String DOUBT = "doubt=";
  private static final String SHORT = "short=";

  private SnapshotTags() {}

  /** Tags of a target's snapshot: policy, run, run-uid, attempt and target. */
  public static List<String> of(WorkIdentity run, String policy, String target) {
    return List.of(
        policy(run.namespace(), policy),
        RUN + run.name(),
        uid(run.uid()),
        attempt(run.attempt()),
        TARGET + target);
  }

  /** The tag that all snapshots of a policy share. */
  public static String policy(String namespace, String policy) {
    return POLICY + namespace + "/" + policy;
  }

  /** The tag of a copy that may hold too little, so that no later one is measured by it. */
  public static String doubt(FailureReason why) {
    return DOUBT + why.wireName();
  }

  /** Whether a snapshot with these tags was doubted when it was made. */
  public static boolean isDoubted(List<String> tags) {
    return tags.stream().anyMatch(tag -> tag.startsWith(DOUBT));
  }

  /** The tag of a copy that lacks something that the source has. */
  public static String shortOf(FailureReason why) {
    return SHORT + why.wireName();
  }

  /** What was known to speak against a snapshot with these tags when it was made. */
  public static Quality qualityOf(List<String> tags) {
    return isDoubted(tags)
        ? Quality.DOUBTED
        : tags.stream().anyMatch(tag -> tag.startsWith(SHORT)) ? Quality.SHORT : Quality.GOOD;
  }

  /** The tag that all snapshots of a run share. */
  public static String uid(String runUid) {
    return RUN_UID + runUid;
  }

  /** The tag that all snapshots of an attempt share. */
  public static String attempt(int attempt) {
    return "attempt=" + attempt;
  }

  /** The name of the run that made a snapshot with these tags; empty if they name none. */
  public static String runOf(List<String> tags) {
    return valueOf(tags, RUN);
  }

  /** The policy of this namespace that made a snapshot with these tags; empty if none did. */
  public static Optional<String> policyOf(List<String> tags, String namespace) {
    String prefix = policy(namespace, "");
    return tags.stream()
        .filter(tag -> tag.startsWith(prefix))
        .map(tag -> tag.substring(prefix.length()))
        .findFirst();
  }

  /** Whether a snapshot with these tags was made by this policy, and by no other as well. */
  public static boolean isOnlyOf(List<String> tags, String namespace, String policy) {
    return tags.contains(policy(namespace, policy))
        && tags.stream().filter(tag -> tag.startsWith(POLICY)).distinct().count() == 1;
  }

  /** The UID of the run that made a snapshot with these tags; empty if they name none. */
  public static String runUidOf(List<String> tags) {
    return valueOf(tags, RUN_UID);
  }

  /** The policy that made a snapshot with these tags, as namespace/name; empty if none did. */
  public static Optional<String> ownerOf(List<String> tags) {
    return tags.stream()
        .filter(tag -> tag.startsWith(POLICY) && tag.indexOf('/') > 0)
        .map(tag -> tag.substring(POLICY.length()))
        .findFirst();
  }

  /** The target that a snapshot with these tags is of; empty if they name none. */
  public static String targetOf(List<String> tags) {
    return valueOf(tags, TARGET);
  }

  private static String valueOf(List<String> tags, String key) {
    return tags.stream()
        .filter(tag -> tag.startsWith(key))
        .map(tag -> tag.substring(key.length()))
        .findFirst()
        .orElse("");
  }
}
