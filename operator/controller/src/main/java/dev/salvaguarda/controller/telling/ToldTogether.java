package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which notices a digest tells already. All that wait for the same digest ask at the same time, so
 * the API server is asked once a minute for all of a channel. That a digest tells a notice stays
 * true; that none does may be a minute old, which is less than the pause between the last moment in
 * which a digest takes a notice and the first in which it goes by itself. Thread-safe.
 */
public final class ToldTogether {
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final Duration KEPT = Duration.ofHours(1);

  private final DigestGatherer digests;
  private final Map<Channel, Answer> answers = new ConcurrentHashMap<>();

  public ToldTogether(DigestGatherer digests) {
    this.digests = digests;
  }

  private record Channel(String namespace, String name) {}

  /**
   * What was answered.
   *
   * @param from time of the oldest digests that it knows
   * @param told by the names of notices, the name of the digest
   */
  private record Answer(Instant from, Instant at, Map<String, String> told) {
    boolean isGoodFor(Instant time, Instant now) {
      return !from.isAfter(time) && now.isBefore(at.plus(FRESH));
    }
  }

  /**
   * Name of the digest that tells a notice; empty if there is none yet.
   *
   * @param time of the digest for which it waits
   */
  public Optional<String> digestOf(Notice notice, Instant time, Instant now) {
    Channel channel =
        new Channel(notice.getMetadata().getNamespace(), notice.getSpec().channelRef().name());
    String name = notice.getMetadata().getName();
    Answer known = answers.get(channel);
    if (known != null && known.told().containsKey(name)) {
      return Optional.of(known.told().get(name));
    }
    // Within: of the hundreds that ask at once the first one asks for all.
    Answer answer =
        answers.compute(
            channel,
            (_, last) ->
                last != null && last.isGoodFor(time, now) ? last : ask(channel, time, now));
    return Optional.ofNullable(answer.told().get(name));
  }

  /** Names of those that are told for sure, without asking anybody. */
  Set<String> known(String namespace, String channel) {
    Answer answer = answers.get(new Channel(namespace, channel));
    return answer == null ? Set.of() : answer.told().keySet();
  }

  /**
   * Names of all that digests of this time and later ones tell, as the API server has it right now.
   */
  Set<String> now(String namespace, String channel, Instant from, Instant now) {
    Channel asked = new Channel(namespace, channel);
    Answer answer = ask(asked, from, now);
    answers.put(asked, answer);
    return answer.told().keySet();
  }

  private Answer ask(Channel channel, Instant from, Instant now) {
    return new Answer(from, now, digests.told(channel.namespace(), channel.name(), from));
  }

  /** Forgets what no notice waits for any more. */
  void forgetBefore(Instant now) {
    answers.values().removeIf(answer -> answer.at().isBefore(now.minus(KEPT)));
  }
}
