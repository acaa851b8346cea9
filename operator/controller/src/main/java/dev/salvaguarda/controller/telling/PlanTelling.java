package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.controller.telling.NoticePlan.Planned;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the notices that people's decisions ask for; doing it twice makes none twice. */
public final class PlanTelling {
  private static final Logger LOG = LoggerFactory.getLogger(PlanTelling.class);

  private final Consumer<Planned> maker;

  public PlanTelling(TellingApplier applier) {
    this(one ->
        applier.make(
            NoticeManifest.notice(
                one.story(), one.channel(), applier.textsOf(one.channel()), null, List.of())));
  }

  PlanTelling(Consumer<Planned> maker) {
    this.maker = maker;
  }

  /**
   * Makes what is due. What can't be told on one channel is told on the others all the same; on
   * that one nothing follows it, since it would come in the wrong order.
   *
   * @return why not all of it could be made, of the condition {@code NoticesDelivered}; empty if it
   *     was: that something can't be told must not hide where things stand
   */
  public Optional<ConditionFact> make(NoticePlan plan) {
    Map<String, FailedLook> failed = new TreeMap<>();
    for (Planned one : plan.due()) {
      String channel = one.channel().getMetadata().getName();
      if (failed.containsKey(channel)) {
        continue;
      }
      try {
        maker.accept(one);
      } catch (RuntimeException e) {
        FailedLook look = FailedLook.of(e);
        failed.put(channel, look);
        if (look.cause() == FailedLook.Cause.SERVER) {
          break;
        }
        LOG.atWarn()
            .setCause(look.cause() == FailedLook.Cause.DEFECT ? e : null)
            .addKeyValue("notice", one.name())
            .addKeyValue("channel", channel)
            .addKeyValue("why", look.sentence())
            .log("notice can't be made");
      }
    }
    return failed.entrySet().stream().findFirst().map(one -> fact(one.getKey(), one.getValue()));
  }

  private static ConditionFact fact(String channel, FailedLook look) {
    return ConditionFact.unmet(
        ConditionType.NOTICES_DELIVERED,
        look.reason(),
        "On channel %s it could not be told yet, and is tried again: %s"
            .formatted(channel, look.sentence()));
  }
}
