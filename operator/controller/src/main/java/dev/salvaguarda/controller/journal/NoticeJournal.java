package dev.salvaguarda.controller.journal;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.errand.Errands;
import dev.salvaguarda.controller.status.FailedLook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the namespaces looked through for old notices, one after the other, beside the
 * reconciliations. What it remembers may be lost at any time: another look then finds the same. Of
 * several channels in a namespace the one whose name comes first asks for it. Thread-safe.
 */
public final class NoticeJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeJournal.class);
  private static final Duration DEADLINE = Duration.ofMinutes(15);
  private static final Duration LONG = Duration.ofDays(1);

  private final JournalPass pass;
  private final JournalApplier applier;
  private final JournalPace pace;
  private final Clock clock;
  private final Instant startedAt;
  private final Errands<Passed> passes;

  /** By namespace; those of which people were told. */
  private final Map<String, Errand<Passed>> told = new ConcurrentHashMap<>();

  public NoticeJournal(JournalPass pass, JournalApplier applier, JournalPace pace, Clock clock) {
    this.pass = pass;
    this.applier = applier;
    this.pace = pace;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.passes = new Errands<>("journal", 1, clock);
  }

  /**
   * Begins a look where one is due, and tells what came of the last one.
   *
   * @param all every channel that the operator knows, this one included
   * @param ended called when a look that this started has ended
   * @return when to call this again, if nothing ends before
   */
  public Instant look(
      NotificationChannel channel, Collection<NotificationChannel> all, Runnable ended) {
    Instant now = clock.instant();
    String namespace = channel.getMetadata().getNamespace();
    retainOnly(all);
    if (!isFirst(channel, all)) {
      return now.plus(LONG);
    }
    Optional<Errand<Passed>> newest = passes.newest(namespace);
    Optional<Errand.Ended<Passed>> end = newest.flatMap(Errand::ended);
    if (end.isPresent() && told.put(namespace, newest.get()) != newest.get()) {
      applier.tell(channel, end.get().outcome());
    }
    if (newest.isPresent() && end.isEmpty()) {
      return now.plus(LONG);
    }
    Instant due = end.map(this::nextAfter).orElseGet(() -> startedAt.plus(share(namespace)));
    if (now.isBefore(due)) {
      return due;
    }
    passes.start(namespace, job(namespace, ended));
    return now.plus(LONG);
  }

  /** By namespace, how many notices are due and stay, as far as the newest look knows. */
  public Map<String, Integer> left() {
    Map<String, Integer> left = new TreeMap<>();
    told.forEach((namespace, pass) ->
        pass.ended().ifPresent(end -> left.put(namespace, end.outcome().left())));
    return left;
  }

  @Override
  public void close() {
    passes.close();
  }

  private Errand.Job<Passed> job(String namespace, Runnable ended) {
    return new Errand.Job<>(
        "",
        DEADLINE,
        () -> pass.through(namespace),
        () -> Passed.failed("The look did not end in time."),
        error -> broken(namespace, error),
        ended);
  }

  private void retainOnly(Collection<NotificationChannel> all) {
    var namespaces =
        all.stream().map(one -> one.getMetadata().getNamespace()).collect(Collectors.toSet());
    passes.retainOnly(namespaces);
    told.keySet().retainAll(namespaces);
  }

  private static boolean isFirst(NotificationChannel channel, Collection<NotificationChannel> all) {
    var meta = channel.getMetadata();
    return all.stream()
        .filter(one -> one.getMetadata().getNamespace().equals(meta.getNamespace()))
        .noneMatch(one -> one.getMetadata().getName().compareTo(meta.getName()) < 0);
  }

  private Instant nextAfter(Errand.Ended<Passed> end) {
    return switch (end.outcome().next()) {
      case AT_ONCE -> end.at();
      case AFTER_TROUBLE -> end.at().plus(pace.afterTrouble());
      case AS_USUAL -> end.at().plus(pace.every());
    };
  }

  /** So that not all namespaces are looked at when the operator has started. */
  private Duration share(String namespace) {
    long most = Math.max(1, pace.firstWithin().toSeconds());
    return Duration.ofSeconds(Math.floorMod(namespace.hashCode(), most));
  }

  private static Passed broken(String namespace, Throwable error) {
    LOG.atError().setCause(error).addKeyValue("namespace", namespace).log("journal look broke");
    return Passed.failed(FailedLook.of(error).sentence());
  }
}
