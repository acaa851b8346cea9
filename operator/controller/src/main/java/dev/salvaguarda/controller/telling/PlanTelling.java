package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.controller.telling.NoticePlan.Planned;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/** Makes the notices that people's decisions ask for; doing it twice makes none twice. */
public final class PlanTelling {
  private final TellingApplier applier;

  public PlanTelling(TellingApplier applier) {
    this.applier = applier;
  }

  /**
   * Makes what is due.
   *
   * @return why not all of it could be made, of the condition {@code NoticesDelivered}; empty if it
   *     was: that something can't be told must not hide where things stand
   */
  public Optional<ConditionFact> make(NoticePlan plan) {
    try {
      for (Planned one : plan.due()) {
        applier.make(
            NoticeManifest.notice(
                one.story(), one.channel(), applier.textsOf(one.channel()), null, List.of()));
      }
      return Optional.empty();
    } catch (KubernetesClientException refused) {
      FailedLook look = FailedLook.of(refused);
      return Optional.of(
          ConditionFact.unmet(
              ConditionType.NOTICES_DELIVERED,
              look.reason(),
              "It could not be told yet, and is tried again: " + look.sentence()));
    }
  }
}
