package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.domain.condition.ConditionReason.CHANNEL_NOT_FOUND;
import static dev.salvaguarda.domain.condition.ConditionReason.CHANNEL_NOT_READY;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The channels of a policy on which nobody would be told: those that do not exist, and those that
 * say themselves that they are not ready. One that was not probed yet, or that a person has
 * suspended, is none of them.
 *
 * @param words of all of them, one sentence each
 * @param outlook what becomes of the runs meanwhile
 */
record MutedChannels(ConditionReason reason, String words, String outlook) {

  /**
   * Those of a policy; empty if each of its channels can tell.
   *
   * @param known at least those of them that exist, by name
   */
  static Optional<MutedChannels> of(
      List<NotifySpec> asked, Map<String, NotificationChannel> known) {
    List<String> names = asked.stream().map(one -> one.channelRef().name()).distinct().toList();
    List<String> missing = names.stream().filter(name -> !known.containsKey(name)).toList();
    List<String> words = new ArrayList<>();
    if (!missing.isEmpty()) {
      words.add(
          "There is no NotificationChannel %s in this namespace."
              .formatted(String.join(", ", missing)));
    }
    names.stream()
        .flatMap(name -> Optional.ofNullable(known.get(name)).stream())
        .flatMap(channel -> trouble(channel).stream())
        .forEach(words::add);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String all = String.join(" ", words);
    return Optional.of(
        missing.isEmpty()
            ? new MutedChannels(
                CHANNEL_NOT_READY, all, "Runs go on; what there is to tell of them waits.")
            : new MutedChannels(
                CHANNEL_NOT_FOUND, all, "Runs go on, and are told once it is there."));
  }

  /** What a policy says that has no other trouble. */
  ConditionFact fact() {
    return ConditionFact.unmet(ConditionType.READY, reason, words + " " + outlook);
  }

  /** Why a channel can't send, in its own words; empty if it does not say that it can't. */
  static Optional<String> trouble(NotificationChannel channel) {
    return channel.getStatus() == null
        ? Optional.empty()
        : ConditionSet.of(channel.getStatus().conditions())
            .find(ConditionType.READY)
            .filter(ready -> "False".equals(ready.getStatus()))
            .map(ready ->
                "NotificationChannel %s is not ready (%s): %s"
                    .formatted(
                        channel.getMetadata().getName(), ready.getReason(), ready.getMessage()));
  }
}
