package dev.salvaguarda.controller.archive;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Duration;
import java.util.List;

/** What a probe of a repository showed. */
public sealed interface ProbeOutcome {

  /**
   * The repository opens, and a canary was written, read and deleted.
   *
   * @param repositoryId 64 hex digits
   * @param location where, as restic names it
   * @param snapshots how many it holds
   * @param clockSkew how far the service's clock is ahead of ours; negative when it is behind
   * @param keys which reference opens which key, after the changes
   * @param changes what the probe made or removed, in order
   */
  record Usable(
      String repositoryId,
      String location,
      int snapshots,
      Duration clockSkew,
      List<KnownKey> keys,
      List<Change> changes)
      implements ProbeOutcome {
    public Usable {
      keys = List.copyOf(keys);
      changes = List.copyOf(changes);
    }
  }

  /**
   * The repository can't be used.
   *
   * @param failure why
   * @param changes what the probe had made before it failed
   */
  record Unusable(Failure failure, List<Change> changes) implements ProbeOutcome {
    public Unusable {
      changes = List.copyOf(changes);
    }
  }

  /** Something a probe changed in the object store. */
  sealed interface Change {
    /** The bucket was absent and was made. */
    record BucketCreated(String bucket) implements Change {}

    /** There was no repository at the place, and one was made. */
    record RepositoryCreated(String repositoryId) implements Change {}

    /** A password of the spec opened no key, and one was written for it. */
    record KeyAdded(String ref, String keyId) implements Change {}

    /** A key of ours, whose reference is gone from the spec, was removed. */
    record KeyRemoved(String ref, String keyId) implements Change {}
  }
}
