package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.controller.worker.WatchedWorkers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.stream.Stream;

/** What the watches know around a restore; may be a little behind the API server. */
final class RestoreCache {
  private final Context<Restore> context;

  RestoreCache(Context<Restore> context) {
    this.context = context;
  }

  static boolean isOpen(Restore restore) {
    return restore.getStatus() == null
        || restore.getStatus().phase() == null
        || !restore.getStatus().phase().isFinal();
  }

  /** All restores of a namespace. */
  Stream<Restore> restores(String namespace) {
    return context.getPrimaryCache().list(namespace);
  }

  /** The Jobs and pods of the restore that is reconciled. */
  WatchedWorkers workers() {
    return new WatchedWorkers(
        context.getSecondaryResources(Job.class), context.getSecondaryResources(Pod.class));
  }
}
