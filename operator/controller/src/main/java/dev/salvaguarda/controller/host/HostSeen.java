package dev.salvaguarda.controller.host;

import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.guest.HostFinding;

/** What is known of the host whose guests a policy copies. */
public sealed interface HostSeen {
  /** The policy copies no guests. */
  record None() implements HostSeen {}

  /** Something that the specification names can't be had, so the host can't be asked. */
  record Incomplete(ConditionReason reason, String message) implements HostSeen {}

  /** The API server did not tell what the host is to be asked with. */
  record Unread(ConditionReason reason, String message) implements HostSeen {}

  /** It is being asked, for the first time since the operator started or the policy changed. */
  record Awaited() implements HostSeen {}

  /** It was asked. */
  record Found(HostFinding finding) implements HostSeen {}
}
