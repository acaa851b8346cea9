package dev.salvaguarda.controller.journal;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.errand.Errands;
import dev.salvaguarda.controller.status.FailedLook;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the namespaces looked through for old notices, beside the reconciliations. A namespace whose
 * last look had trouble waits only for its like. What this remembers may be lost at any time:
 * another look then finds the same. Of a namespace's channels the one whose name comes first asks
 * for it; its repositories ask likewise, a little later, for where there is no channel.
 * Thread-safe.
 */
public final class NoticeJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeJournal.class);
  private static final Duration LONG = Duration.ofDays(1);

  /** By how much a repository waits for a channel to ask first. */
  private static final Duration STANDS_BY = Duration.ofMinutes(1);

  private static final int SMOOTH_AT_A_TIME = 2;

  /** A look that takes longer goes on beside those that have trouble. */
  private static final Duration SMOOTH_DEADLINE = Duration.ofMinutes(2);

  private static final Duration TROUBLED_DEADLINE = Duration.ofMinutes(15);

  private final Look look;
  private final BiConsumer<HasMetadata, Passed> tell;
  private final JournalPace pace;
  private final Clock clock;
  private final Instant startedAt;

  /** Of namespaces of which no trouble is known. */
  private final Errands<Passed> smooth;

  /** Of those whose last look had some: a repository that hangs holds up nobody else. */
  private final Errands<Passed> troubled;

  /** Namespaces, by the kind of what asks for them. */
  private final Map<String, Set<String>> asked = new ConcurrentHashMap<>();

  /** By namespace; those of which people were told. */
  private final Map<String, Errand<Passed>> told = new ConcurrentHashMap<>();

  /** One look through a namespace. */
  interface Look {
    Passed through(String namespace);
  }

  public NoticeJournal(JournalPass pass, JournalApplier applier, JournalPace pace, Clock clock) {
    this(pass::through, applier::tell, pace, clock);
  }

  /**
   * @param tell tells at an object what came of a look
   */
  NoticeJournal(Look look, BiConsumer<HasMetadata, Passed> tell, JournalPace pace, Clock clock) {
    this.look = look;
    this.tell = tell;
    this.pace = pace;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.smooth = new Errands<>("journal", SMOOTH_AT_A_TIME, clock);
    this.troubled = new Errands<>("journal-troubled", 1, clock);
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
    return ask(channel, all, Duration.ZERO, ended);
  }

  /** The same for a repository, which stands in where no channel asks. */
  public Instant look(
      BackupRepository repository, Collection<BackupRepository> all, Runnable ended) {
    return ask(repository, all, STANDS_BY, ended);
  }

  private Instant ask(
      HasMetadata asking, Collection<? extends HasMetadata> all, Duration later, Runnable ended) {
    Instant now = clock.instant();
    String namespace = asking.getMetadata().getNamespace();
    retainOnly(asking.getKind(), all);
    if (!isFirst(asking, all)) {
      return now.plus(LONG);
    }
    Optional<Errand<Passed>> newest = newest(namespace);
    Optional<Errand.Ended<Passed>> end = newest.flatMap(Errand::ended);
    if (end.isPresent() && told.put(namespace, newest.get()) != newest.get()) {
      tell.accept(asking, end.get().outcome());
    }
    if (newest.isPresent() && end.isEmpty()) {
      return now.plus(LONG);
    }
    Instant due =
        end.map(this::nextAfter).orElseGet(() -> startedAt.plus(share(namespace))).plus(later);
    if (now.isBefore(due)) {
      return due;
    }
    start(namespace, newest, ended);
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
    smooth.close();
    troubled.close();
  }

  private Optional<Errand<Passed>> newest(String namespace) {
    return troubled.newest(namespace).or(() -> smooth.newest(namespace));
  }

  /** Unless another one who asks was faster. */
  private synchronized void start(String namespace, Optional<Errand<Passed>> last, Runnable ended) {
    if (!newest(namespace).equals(last)) {
      return;
    }
    boolean hadTrouble =
        last.flatMap(Errand::ended).filter(end -> end.outcome().trouble() != null).isPresent();
    Errands<Passed> lane = hadTrouble ? troubled : smooth;
    Duration deadline = hadTrouble ? TROUBLED_DEADLINE : SMOOTH_DEADLINE;
    lane.start(namespace, job(namespace, deadline, ended));
    // The other lane's is the older one, of which nobody needs to know any more.
    last.ifPresent(old -> (hadTrouble ? smooth : troubled).forget(namespace, old));
  }

  private Errand.Job<Passed> job(String namespace, Duration deadline, Runnable ended) {
    return new Errand.Job<>(
        "",
        deadline,
        () -> look.through(namespace),
        Passed::late,
        error -> broken(namespace, error),
        ended);
  }

  private void retainOnly(String kind, Collection<? extends HasMetadata> all) {
    asked.put(
        kind,
        all.stream().map(one -> one.getMetadata().getNamespace()).collect(Collectors.toSet()));
    Set<String> namespaces =
        asked.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    smooth.retainOnly(namespaces);
    troubled.retainOnly(namespaces);
    told.keySet().retainAll(namespaces);
  }

  private static boolean isFirst(HasMetadata asking, Collection<? extends HasMetadata> all) {
    var meta = asking.getMetadata();
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
