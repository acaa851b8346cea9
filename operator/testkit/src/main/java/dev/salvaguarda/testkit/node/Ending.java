package dev.salvaguarda.testkit.node;

/**
 * Why a pod must end before its processes want to.
 *
 * @param reason for the pod's status; empty when somebody deleted the pod
 * @param message a sentence for the reason
 * @param disruption reason of the condition {@code DisruptionTarget}; empty where there is none
 */
record Ending(String reason, String message, String disruption) {
  static final Ending DELETED = new Ending("", "", "");
  static final Ending DEADLINE =
      new Ending(
          "DeadlineExceeded", "Pod was active on the node longer than the specified deadline", "");
  static final Ending EVICTED =
      new Ending("Evicted", "The node was low on resource: memory.", "TerminationByKubelet");
}
