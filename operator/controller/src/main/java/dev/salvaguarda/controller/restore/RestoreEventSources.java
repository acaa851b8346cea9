package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.record.RunRecordsSource;
import dev.salvaguarda.controller.worker.WorkerEventSources;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** What else than a restore itself makes it worth another look: its workers. */
final class RestoreEventSources {
  private RestoreEventSources() {}

  static List<EventSource<?, Restore>> of(EventSourceContext<Restore> context, RunRecords records) {
    var workers =
        new WorkerEventSources<>("restore", Restore.class, ApiGroup.RESTORE_LABEL, context);
    return List.of(
        RunRecordsSource.quiet("restore-records", records, context),
        workers.jobs(),
        workers.pods());
  }
}
