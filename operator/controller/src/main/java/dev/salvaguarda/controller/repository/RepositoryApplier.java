package dev.salvaguarda.controller.repository;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.controller.archive.ProbeOutcome.Change;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.text.ShortId;
import io.fabric8.kubernetes.api.model.Condition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts probes, and tells people what became of them. */
public final class RepositoryApplier {
  private static final Logger LOG = LoggerFactory.getLogger(RepositoryApplier.class);

  private final ProbeRunner probes;
  private final SizeCounter sizes;
  private final EventRecorder events;

  public RepositoryApplier(ProbeRunner probes, SizeCounter sizes, EventRecorder events) {
    this.probes = probes;
    this.sizes = sizes;
    this.events = events;
  }

  /**
   * Carries the decision out.
   *
   * @param ended called when a probe or a count that this started has ended
   */
  void apply(BackupRepository repository, RepositoryDecision decision, Runnable ended) {
    String uid = repository.getMetadata().getUid();
    switch (decision) {
      case RepositoryDecision.StartProbe start ->
          probes.start(uid, start.version(), start.request(), ended);
      case RepositoryDecision.Report report -> {
        probes.takeChanges(uid).forEach(change -> tell(repository, change));
        report.count().ifPresent(login -> sizes.start(uid, login, ended));
      }
      case RepositoryDecision.ReportIncomplete _, RepositoryDecision.AwaitProbe _ -> {}
    }
  }

  /** Tells that the object became usable, or ceased to be, or why else it is not. */
  void tellReady(BackupRepository repository, BackupRepositoryStatus next) {
    String before = readiness(repository.getStatus());
    ConditionSet.of(next.conditions())
        .find(ConditionType.READY)
        .filter(ready -> !before.equals(readiness(ready)))
        .ifPresent(ready -> tell(repository, ready));
  }

  private void tell(BackupRepository repository, Condition ready) {
    LOG.atInfo()
        .addKeyValue("namespace", repository.getMetadata().getNamespace())
        .addKeyValue("repository", repository.getMetadata().getName())
        .addKeyValue("ready", ready.getStatus())
        .addKeyValue("reason", ready.getReason())
        .log("repository changed");
    switch (ready.getStatus()) {
      case "True" -> events.record(repository, EventReason.REPOSITORY_READY, ready.getMessage());
      case "False" ->
          events.record(repository, EventReason.REPOSITORY_NOT_READY, ready.getMessage());
      default -> {}
    }
  }

  private void tell(BackupRepository repository, Change change) {
    switch (change) {
      case Change.BucketCreated(String bucket) ->
          events.record(
              repository,
              EventReason.BUCKET_CREATED,
              "The bucket \"%s\" was absent and was made.".formatted(bucket));
      case Change.RepositoryCreated(String id) ->
          events.record(
              repository,
              EventReason.REPOSITORY_CREATED,
              "There was no repository at the place; %s was made.".formatted(ShortId.of(id)));
      case Change.KeyAdded(String ref, String id) ->
          events.record(
              repository,
              EventReason.KEY_ADDED,
              "Key %s was added for the password in %s.".formatted(ShortId.of(id), ref));
      case Change.KeyRemoved(String ref, String id) ->
          events.record(
              repository,
              EventReason.KEY_REMOVED,
              "Key %s was removed: %s left the spec.".formatted(ShortId.of(id), ref));
    }
  }

  private static String readiness(@Nullable BackupRepositoryStatus status) {
    return status == null
        ? ""
        : ConditionSet.of(status.conditions())
            .find(ConditionType.READY)
            .map(RepositoryApplier::readiness)
            .orElse("");
  }

  private static String readiness(Condition ready) {
    return ready.getStatus() + "/" + ready.getReason();
  }
}
