package dev.salvaguarda.controller.channel;

import static java.util.stream.Collectors.toSet;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelStatus.LastFailure;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells channels when something was delivered on them, or given up. What it remembers is lost with
 * the operator; the channel's status has what was told before. Thread-safe.
 */
public final class ChannelNews {
  private final Map<ResourceID, Instant> delivered = new ConcurrentHashMap<>();
  private final Map<ResourceID, LastFailure> failed = new ConcurrentHashMap<>();
  private final Map<String, Long> gone = new ConcurrentHashMap<>();
  private final List<Consumer<ResourceID>> listeners = new CopyOnWriteArrayList<>();

  /** A message was delivered on the channel. */
  public void delivered(ResourceID channel, Instant at) {
    delivered.merge(channel, at, (old, next) -> next.isAfter(old) ? next : old);
    listeners.forEach(listener -> listener.accept(channel));
  }

  /** A message was given up that nobody got. */
  public void failed(ResourceID channel, LastFailure failure) {
    failed.merge(channel, failure, (old, next) -> next.time().isBefore(old.time()) ? old : next);
    listeners.forEach(listener -> listener.accept(channel));
  }

  /**
   * The receiver takes no more messages.
   *
   * @param channel as it was when that was tried: one that is made anew has another receiver,
   *     whatever its name
   */
  public void gone(NotificationChannel channel) {
    gone.merge(channel.getMetadata().getUid(), channel.getMetadata().getGeneration(), Math::max);
    listeners.forEach(listener -> listener.accept(ResourceID.fromResource(channel)));
  }

  /** Whether the receiver of the channel, as it is specified now, is remembered as gone. */
  boolean isGone(NotificationChannel channel) {
    return channel.getMetadata().getGeneration().equals(gone.get(channel.getMetadata().getUid()));
  }

  /** The newest message that nobody got, as far as is remembered. */
  Optional<LastFailure> newestFailure(ResourceID channel) {
    return Optional.ofNullable(failed.get(channel));
  }

  /** When something was last delivered on the channel, as far as is remembered. */
  Optional<Instant> newest(ResourceID channel) {
    return Optional.ofNullable(delivered.get(channel));
  }

  /** Has all later news told to the listener. */
  void whenTold(Consumer<ResourceID> listener) {
    listeners.add(listener);
  }

  /** Forgets channels that are no more. */
  void retainOnly(Collection<NotificationChannel> channels) {
    Set<ResourceID> ids = channels.stream().map(ResourceID::fromResource).collect(toSet());
    delivered.keySet().retainAll(ids);
    failed.keySet().retainAll(ids);
    gone.keySet()
        .retainAll(channels.stream().map(one -> one.getMetadata().getUid()).collect(toSet()));
  }
}
