package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Lets a reconciler begin once the records of runs are full, and wakes what a run concerns.
 *
 * @param <P> the kind of the reconciler
 */
public final class RunRecordsSource<P extends HasMetadata>
    extends AbstractEventSource<BackupRun, P> {
  private final RunRecords records;
  private final Set<String> namespaces;
  private final Duration patience;
  private final Function<BackupRun, Set<ResourceID>> concerned;
  private final BiPredicate<BackupRun, BackupRun> matters;

  /**
   * @param concerned what a run that came, changed or went concerns
   * @param matters whether a change does, given the new state and the old one
   */
  public RunRecordsSource(
      String name,
      RunRecords records,
      EventSourceContext<P> context,
      Function<BackupRun, Set<ResourceID>> concerned,
      BiPredicate<BackupRun, BackupRun> matters) {
    super(BackupRun.class, name);
    var settings = context.getControllerConfiguration();
    this.records = records;
    this.namespaces = settings.getInformerConfig().getEffectiveNamespaces(settings);
    this.patience = settings.getConfigurationService().cacheSyncTimeout();
    this.concerned = concerned;
    this.matters = matters;
  }

  /** For a reconciler that only reads. */
  public static <P extends HasMetadata> RunRecordsSource<P> quiet(
      String name, RunRecords records, EventSourceContext<P> context) {
    return new RunRecordsSource<>(name, records, context, _ -> Set.of(), (_, _) -> false);
  }

  private final class Waking implements ResourceEventHandler<BackupRun> {
    @Override
    public void onAdd(BackupRun run) {
      wake(run);
    }

    @Override
    public void onUpdate(BackupRun old, BackupRun next) {
      if (matters.test(next, old)) {
        wake(next);
      }
    }

    @Override
    public void onDelete(BackupRun run, boolean lastStateUnknown) {
      wake(run);
    }

    private void wake(BackupRun run) {
      concerned.apply(run).stream().map(Event::new).forEach(getEventHandler()::handleEvent);
    }
  }

  @Override
  public void start() {
    records.listen(new Waking());
    records.start(namespaces, patience);
    super.start();
  }

  @Override
  public void stop() {
    super.stop();
    records.stop();
  }

  @Override
  public Status getStatus() {
    return records.isLost() ? Status.UNHEALTHY : Status.HEALTHY;
  }

  /** None: whoever wants them asks the records for those of a policy. */
  @Override
  public Set<BackupRun> getSecondaryResources(P primary) {
    return Set.of();
  }
}
