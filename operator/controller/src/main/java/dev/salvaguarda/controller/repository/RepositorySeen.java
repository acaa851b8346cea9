package dev.salvaguarda.controller.repository;

import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision about a BackupRepository may look at.
 *
 * @param inputs what a probe needs, if it could be read
 * @param probeInterval time between two probes of a repository that can be used
 * @param probe the newest probe
 * @param lastChange when the newest copy that a policy knows of was complete here, or the newest
 *     pass of maintenance ended
 * @param size the newest count of what it takes
 * @param called when a probe was last called for
 * @param rivals names of other objects for the same place, for messages
 */
record RepositorySeen(
    Inputs inputs,
    Duration probeInterval,
    Optional<ProbeState> probe,
    Optional<Instant> lastChange,
    SizeState size,
    Optional<Instant> called,
    List<String> rivals) {
  RepositorySeen {
    rivals = List.copyOf(rivals);
  }

  /** What the spec and its Secrets give. */
  sealed interface Inputs {
    /**
     * All is there.
     *
     * @param version changes whenever the spec or one of the Secrets does
     */
    record Complete(ProbeRequest request, String version) implements Inputs {}

    /** Something that the spec names can't be had. */
    record Incomplete(ConditionReason reason, String message) implements Inputs {}
  }
}
