package dev.salvaguarda.controller.repository;

import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.port.ArchiveAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what repositories take in their buckets, one after the other, beside everything else: that
 * lists every object, which takes minutes where there are millions, and nothing depends on it.
 */
public final class SizeCounter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SizeCounter.class);

  private final ArchiveAccess archives;
  private final Clock clock;
  private final Duration deadline;
  private final Map<String, SizeState> states = new ConcurrentHashMap<>();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("size-").factory());
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("size-deadline-").factory());

  /**
   * @param deadline after which a count is given up
   */
  public SizeCounter(ArchiveAccess archives, Clock clock, Duration deadline) {
    this.archives = archives;
    this.clock = clock;
    this.deadline = deadline;
    deadlines.setRemoveOnCancelPolicy(true);
  }

  SizeState newest(String uid) {
    return states.getOrDefault(uid, SizeState.NEVER_COUNTED);
  }

  /**
   * Counts, unless a count is under way for the object.
   *
   * @param ended called once the result can be read from {@link #newest}
   */
  void start(String uid, ArchiveLogin login, Runnable ended) {
    SizeState before = newest(uid);
    if (!before.underWay()) {
      states.put(uid, new SizeState(before.ended(), true));
      worker.execute(() -> count(uid, login, ended));
    }
  }

  void retainOnly(Collection<String> uids) {
    states.keySet().retainAll(uids);
  }

  @Override
  public void close() {
    worker.shutdownNow();
    deadlines.shutdownNow();
  }

  private void count(String uid, ArchiveLogin login, Runnable ended) {
    Instant from = clock.instant();
    Thread counting = Thread.currentThread();
    Future<?> alarm =
        deadlines.schedule(counting::interrupt, deadline.toMillis(), TimeUnit.MILLISECONDS);
    OptionalLong bytes = OptionalLong.empty();
    try {
      bytes = OptionalLong.of(archives.storedBytes(login));
    } catch (ArchiveAccessException e) {
      LOG.atDebug()
          .addKeyValue("repository", login.name())
          .addKeyValue("reason", e.failure().reason().wireName())
          .log("size not counted");
    } catch (RuntimeException | Error e) {
      // An error must not leave the object as one that is being counted for ever.
      LOG.atError().setCause(e).addKeyValue("repository", login.name()).log("counting broke");
    } finally {
      alarm.cancel(false);
      boolean late = Thread.interrupted();
      Instant now = clock.instant();
      var result =
          new SizeState.Ended(
              late ? OptionalLong.empty() : bytes, now, Duration.between(from, now));
      states.computeIfPresent(uid, (_, _) -> new SizeState(Optional.of(result), false));
    }
    ended.run();
  }
}
