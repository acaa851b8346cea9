package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.api.ConditionType.READY;

import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.api.source.ProxmoxSpool;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.host.HostSeen;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.guest.HostFinding;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import java.util.Optional;

/** What the host of a policy's guests has to do with whether the policy can run. */
final class HostReadiness {
  private HostReadiness() {}

  /** Whether the policy can run, as far as the host decides it; empty if it can. */
  static Optional<ConditionFact> verdict(PolicySeen seen) {
    return switch (seen.host()) {
      case HostSeen.None() -> Optional.empty();
      case HostSeen.Incomplete(ConditionReason reason, String message) ->
          Optional.of(ConditionFact.unmet(READY, reason, message));
      case HostSeen.Unread(ConditionReason reason, String message) ->
          Optional.of(ConditionFact.unknown(READY, reason, message));
      case HostSeen.Awaited() ->
          Optional.of(
              saidBefore(seen)
                  .orElseGet(() ->
                      ConditionFact.unknown(
                          READY,
                          ConditionReason.NOT_PROBED_YET,
                          "The Proxmox host is being asked what token and key may do.")));
      case HostSeen.Found(HostFinding finding) ->
          Optional.ofNullable(finding.trouble())
              .map(trouble -> ConditionFact.unmet(READY, trouble));
    };
  }

  /** What answered, and what nobody looked at, behind another sentence. */
  static String seen(PolicySeen seen) {
    return seen.host() instanceof HostSeen.Found(HostFinding finding)
        ? " " + finding.seen() + unseenClaim(seen)
        : "";
  }

  /** The operator has no right to see claims; a copy that was made is one that was mounted. */
  private static String unseenClaim(PolicySeen seen) {
    ProxmoxSource source = seen.spec().source().proxmox();
    ProxmoxSpool spool = source == null ? null : source.transport().spool();
    return spool == null || seen.hasCopy()
        ? ""
        : " Whether the claim %s is there shows the first run: make one now."
            .formatted(spool.claimName());
  }

  /** An operator that starts anew has not forgotten that all was well. */
  private static Optional<ConditionFact> saidBefore(PolicySeen seen) {
    return ConditionSet.of(seen.status().conditions())
        .find(READY)
        .filter(ready -> "True".equals(ready.getStatus()))
        .filter(
            ready -> Objects.equals(ready.getObservedGeneration(), seen.identity().generation()))
        .map(HostReadiness::same);
  }

  private static ConditionFact same(Condition ready) {
    return new ConditionFact(
        READY, ConditionFact.Truth.TRUE, ready.getReason(), ready.getMessage());
  }
}
