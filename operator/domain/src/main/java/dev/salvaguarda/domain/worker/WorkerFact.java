package dev.salvaguarda.domain.worker;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the cluster shows of the newest attempt's Job and pod. */
public sealed interface WorkerFact {

  /** There is no Job of this run. */
  record None() implements WorkerFact {}

  /**
   * The Job's name is taken by an object that is not ours.
   *
   * @param job the name
   */
  record Foreign(String job) implements WorkerFact {}

  /**
   * There is a Job.
   *
   * @param attempt which attempt it belongs to
   * @param createdAt when it was created
   * @param stoppingSince when its deletion was asked for; null if it was not
   * @param ended whether Kubernetes counts the Job as complete or failed
   * @param pod what is seen of its pod
   */
  record Present(
      int attempt, Instant createdAt, @Nullable Instant stoppingSince, boolean ended, PodFact pod)
      implements WorkerFact {

    /** Whether its program can no longer write anything. */
    public boolean isOver() {
      return pod instanceof PodFact.Ended || (ended && pod instanceof PodFact.Missing);
    }
  }

  /** What is seen of a Job's pod. */
  sealed interface PodFact {
    /** There is none: not yet, or no longer. */
    record Missing() implements PodFact {}

    /**
     * It exists, but its program does not run yet.
     *
     * @param name of the pod
     * @param why what Kubernetes says it waits for; empty if it says nothing
     */
    record Waiting(String name, String why) implements PodFact {
      private static final Pattern LACKS_AN_OBJECT =
          Pattern.compile(
              "\\b(secret|configmap|persistentvolumeclaim) \"[^\"]*\" not found"
                  + "|\\breferences non-existent (secret|config) key\\b");

      /**
       * Whether it waits for an object, or a key in one, that somebody has to make, and not for
       * room on a node.
       */
      public boolean lacksAnObject() {
        return LACKS_AN_OBJECT.matcher(why).find();
      }
    }

    /**
     * Its program runs, as far as the cluster knows.
     *
     * @param name of the pod
     * @param goneAt when it should be gone, because its deletion was asked for; null otherwise
     */
    record Running(String name, @Nullable Instant goneAt) implements PodFact {}

    /**
     * Its program ended.
     *
     * @param name of the pod
     * @param at when it ended
     * @param how what Kubernetes says about the end
     * @param detail what Kubernetes says in words; may be empty
     * @param report what it left as termination message; may be empty
     */
    record Ended(String name, Instant at, HowEnded how, String detail, String report)
        implements PodFact {}
  }

  /** What Kubernetes says about the end of a pod's program. */
  enum HowEnded {
    /** It exited by itself. */
    EXITED,
    /** It exited and said that it could not read its work order. */
    BAD_ORDER,
    /** It was killed at its memory limit, or had no room left in its heap, which is half of it. */
    OUT_OF_MEMORY,
    /** The pod was taken away: eviction, deletion, lost node, or a deadline of the Job. */
    REMOVED
  }
}
