package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.api.notice.ToldNotice;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.telling.NoticePlan.Planned;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.message.Message;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The notices that were made about something, as far as is known; pure.
 *
 * @param all those that have left the cluster as they were last seen
 * @param channels names of the channels of those that have not, be the channels there or not
 * @param left kinds of messages of those that have
 */
public record ToldNotices(List<ToldNotice> all, Set<String> channels, Set<String> left) {
  /** As many as a status holds; nothing that is owed comes near it. */
  private static final int MOST = 1_000;

  public ToldNotices {
    all = List.copyOf(all);
    channels = Set.copyOf(channels);
    left = Set.copyOf(left);
  }

  /** Nothing was ever said. */
  public static ToldNotices none() {
    return new ToldNotices(List.of(), Set.of(), Set.of());
  }

  /** What was known, with what is found now; what stands in for another one speaks for it. */
  static ToldNotices of(Collection<ToldNotice> known, String uid, Collection<Notice> found) {
    Map<String, ToldNotice> all = new LinkedHashMap<>();
    known.forEach(one -> all.put(one.name(), one));
    List<Notice> there =
        found.stream().filter(notice -> notice.getSpec().subject().uid().equals(uid)).toList();
    List<Notice> first =
        there.stream().filter(notice -> notice.getSpec().fallbackFor() == null).toList();
    first.forEach(notice -> put(all, notice.getMetadata().getName(), notice));
    there.stream()
        .filter(notice -> notice.getSpec().fallbackFor() != null)
        .forEach(notice -> put(all, notice.getSpec().fallbackFor(), notice));
    Set<String> names =
        first.stream().map(notice -> notice.getMetadata().getName()).collect(Collectors.toSet());
    return new ToldNotices(
        List.copyOf(all.values()),
        first.stream()
            .map(notice -> notice.getSpec().channelRef().name())
            .collect(Collectors.toSet()),
        known.stream()
            .filter(one -> !names.contains(one.name()))
            .map(ToldNotice::message)
            .collect(Collectors.toSet()));
  }

  private static void put(Map<String, ToldNotice> all, String name, Notice notice) {
    all.put(name, new ToldNotice(name, notice.getSpec().message(), state(notice)));
  }

  private static State state(Notice notice) {
    NoticeStatus status = notice.getStatus();
    return status == null || status.state() == null ? State.PENDING : status.state();
  }

  /** Their names; none of them is made again. */
  public Set<String> names() {
    return all.stream().map(ToldNotice::name).collect(Collectors.toSet());
  }

  /**
   * With those that a look has made.
   *
   * @param obstacle why not all of it could be made
   */
  public ToldNotices with(NoticePlan plan, Optional<ConditionFact> obstacle) {
    Stream<ToldNotice> made =
        obstacle.isPresent() ? Stream.empty() : plan.due().stream().map(ToldNotices::made);
    return new ToldNotices(Stream.concat(all.stream(), made).limit(MOST).toList(), channels, left);
  }

  private static ToldNotice made(Planned one) {
    return new ToldNotice(one.name(), one.message().wireName(), State.PENDING);
  }

  /** Whether one of this message is still to be delivered. */
  public boolean isOnItsWay(Message message) {
    return all.stream()
        .filter(one -> one.message().equals(message.wireName()))
        .anyMatch(one -> isOpen(one.state()));
  }

  private static boolean isOpen(State state) {
    return switch (state) {
      case PENDING, SENDING, UNCERTAIN -> true;
      case DELIVERED, FAILED, SUPPRESSED -> false;
    };
  }

  /** How many of how many arrived, such as {@code 2/3}; null while there is none. */
  public @Nullable String count() {
    return all.isEmpty()
        ? null
        : "%d/%d".formatted(count(State.DELIVERED), all.size() - count(State.SUPPRESSED));
  }

  private int count(State state) {
    return (int) all.stream().filter(one -> one.state() == state).count();
  }

  /** What the condition {@code NoticesDelivered} says; empty while nothing has to be said. */
  public Optional<ConditionFact> delivered(NoticePlan plan) {
    return plan.owesAnything() ? Optional.of(fact(plan)) : Optional.empty();
  }

  private ConditionFact fact(NoticePlan plan) {
    int lost = count(State.FAILED) + count(State.UNCERTAIN);
    if (lost > 0) {
      return unmet(
          ConditionReason.NOTICE_GIVEN_UP,
          "%d of %d notices did not arrive, or may not have: see kubectl get ntc."
              .formatted(lost, all.size()));
    }
    if (!plan.unheard().isEmpty()) {
      return unmet(
          ConditionReason.NOBODY_SUBSCRIBED,
          "No NotificationChannel of this namespace subscribes %s."
              .formatted(names(plan.unheard())));
    }
    if (!plan.late().isEmpty()) {
      return unmet(
          ConditionReason.TOO_LATE_TO_TELL,
          "It was decided too long ago to tell %s.".formatted(names(plan.late())));
    }
    int open = count(State.PENDING) + count(State.SENDING);
    return open > 0
        ? unmet(
            ConditionReason.NOTICES_UNDER_WAY,
            "%d of %d notices are on their way.".formatted(open, all.size()))
        : ConditionFact.met(
            ConditionType.NOTICES_DELIVERED,
            ConditionReason.NOTICES_DELIVERED,
            "%d delivered.".formatted(count(State.DELIVERED)));
  }

  private static ConditionFact unmet(ConditionReason reason, String message) {
    return ConditionFact.unmet(ConditionType.NOTICES_DELIVERED, reason, message);
  }

  private static String names(Collection<Message> messages) {
    return messages.stream().map(Message::wireName).distinct().collect(Collectors.joining(", "));
  }

  /** That the object is not ready because of what could not be told; empty if that is not so. */
  public static Optional<ConditionFact> stuck(Optional<ConditionFact> delivered) {
    return delivered
        .filter(fact -> fact.truth() == ConditionFact.Truth.FALSE)
        .filter(fact -> !fact.reason().equals(ConditionReason.NOTICES_UNDER_WAY.wireName()))
        .map(fact ->
            new ConditionFact(
                ConditionType.READY, ConditionFact.Truth.FALSE, fact.reason(), fact.message()));
  }
}
