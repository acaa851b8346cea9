package dev.salvaguarda.app.watch;

import dev.salvaguarda.controller.status.FailedLook.Cause;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows which looks at objects are under way, which objects nobody looks at, and what fails. */
public final class ReconciliationWatch implements Metrics {
  private static final Logger LOG = LoggerFactory.getLogger(ReconciliationWatch.class);

  /** A look under way. */
  public record UnderWay(Subject subject, Instant since) {}

  private final Clock clock;
  private final Metrics timer;
  private final FailingLooks failing = new FailingLooks();
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, UnderWay> underWay = new ConcurrentHashMap<>();
  private final Map<Subject, Instant> looks = new ConcurrentHashMap<>();

  /**
   * @param timer measures each look inside of ours
   */
  public ReconciliationWatch(Clock clock, Metrics timer) {
    this.clock = clock;
    this.timer = timer;
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    long number = numbers.incrementAndGet();
    Subject subject = Subject.of(execution.controllerName(), execution.resourceID());
    underWay.put(number, new UnderWay(subject, clock.instant()));
    try {
      return timer.timeControllerExecution(execution);
    } catch (Error e) {
      // The SDK tries again after an exception only; after an error it would count the object as
      // busy for ever, and nobody would look at it again.
      throw new IllegalStateException("the reconciliation ended with an error", e);
    } finally {
      underWay.remove(number);
      looks.put(subject, clock.instant());
    }
  }

  @Override
  public void reconciliationFailed(
      HasMetadata object,
      @Nullable RetryInfo retry,
      Exception error,
      Map<String, Object> metadata) {
    Subject subject = Subject.of(object.getKind(), ResourceID.fromResource(object));
    failing
        .failed(subject, error, retry == null ? 0 : retry.getAttemptCount())
        .ifPresent(look ->
            LOG.atWarn()
                .setCause(look.cause() == Cause.DEFECT ? error : null)
                .addKeyValue("why", look.sentence())
                .addKeyValue("object", subject)
                .log("looks fail and are repeated"));
  }

  @Override
  public void reconciliationSucceeded(HasMetadata object, Map<String, Object> metadata) {
    failing
        .passed(Subject.of(object.getKind(), ResourceID.fromResource(object)))
        .ifPresent(why ->
            LOG.atInfo().addKeyValue("was", why).log("no look fails for this reason any more"));
  }

  @Override
  public void cleanupDone(ResourceID object, Map<String, Object> metadata) {
    if (metadata.get(Constants.RESOURCE_GVK_KEY) instanceof GroupVersionKind kind) {
      failing.forget(Subject.of(kind.getKind(), object));
    }
  }

  /**
   * Sentences about the API server and about rights that the operator lacks, while looks fail
   * because of them; empty if none does.
   */
  public Set<String> hindrances() {
    return failing.hindrances();
  }

  /** Looks that have taken longer than {@code limit}. */
  public List<UnderWay> longerThan(Duration limit) {
    Instant before = clock.instant().minus(limit);
    return underWay.values().stream().filter(work -> work.since().isBefore(before)).toList();
  }

  /**
   * Those of the subjects that were not looked at for longer than {@code limit}, though they have
   * been there for so long; looks at others are forgotten.
   *
   * @param since when each subject could first have been looked at
   */
  public List<Subject> neglected(Map<Subject, Instant> since, Duration limit) {
    forgetOthers(since.keySet());
    Instant before = clock.instant().minus(limit);
    Set<Subject> busy =
        underWay.values().stream().map(UnderWay::subject).collect(Collectors.toSet());
    return since.entrySet().stream()
        .filter(subject -> subject.getValue().isBefore(before))
        .map(Map.Entry::getKey)
        .filter(subject -> looks.getOrDefault(subject, Instant.MIN).isBefore(before))
        .filter(subject -> !busy.contains(subject))
        .sorted()
        .toList();
  }

  private void forgetOthers(Collection<Subject> subjects) {
    looks.keySet().retainAll(subjects);
  }
}
