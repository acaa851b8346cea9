package dev.salvaguarda.app.watch;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.app.start.OperatorStart;
import dev.salvaguarda.app.start.OperatorStart.State;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects that nobody has looked at for longer than the rules allow. There are none, ever, unless
 * what calls for the looks is broken; a new process then helps.
 */
public final class Neglect {
  /** Half as long again as the longest pause between two looks. */
  public static final Duration LIMIT = Duration.ofMinutes(15);

  private final ResourceCaches caches;
  private final ReconciliationWatch watch;
  private final OperatorStart start;

  public Neglect(ResourceCaches caches, ReconciliationWatch watch, OperatorStart start) {
    this.caches = caches;
    this.watch = watch;
    this.start = start;
  }

  /** Policies, repositories, channels, and runs, restores and notices that have not ended. */
  public List<Subject> found() {
    if (!(start.state() instanceof State.Started(Instant startedAt))) {
      return List.of();
    }
    Map<Subject, Instant> since = new HashMap<>();
    caches.each((controller, object) -> {
      if (needsLooks(object)) {
        Instant createdAt = Instant.parse(object.getMetadata().getCreationTimestamp());
        since.put(
            new Subject(
                controller, object.getMetadata().getNamespace(), object.getMetadata().getName()),
            createdAt.isBefore(startedAt) ? startedAt : createdAt);
      }
    });
    return watch.neglected(since, LIMIT);
  }

  static boolean needsLooks(HasMetadata object) {
    return switch (object) {
      case BackupRun run ->
          run.getStatus() == null
              || run.getStatus().phase() == null
              || !run.getStatus().phase().isFinal();
      case Restore restore ->
          restore.getStatus() == null
              || restore.getStatus().phase() == null
              || !restore.getStatus().phase().isFinal();
      default -> true;
    };
  }
}
