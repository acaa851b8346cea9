package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/**
 * Keeps a run that is deleted until its hooks are through. It owns this finalizer and nothing else,
 * so that it takes nobody else's away.
 */
final class HooksFinalizerApplier {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("salvaguarda-hooks")
          .withForce(true)
          .build();

  private final KubernetesClient client;

  HooksFinalizerApplier(KubernetesClient client) {
    this.client = client;
  }

  /** Before the first hook is called. */
  void keep(BackupRun run) {
    apply(run, List.of(ApiGroup.HOOKS_FINALIZER));
  }

  /** Once there is nothing left to be called; a run that is being deleted is gone then. */
  void letGo(BackupRun run) {
    if (run.hasFinalizer(ApiGroup.HOOKS_FINALIZER)) {
      apply(run, List.of());
    }
  }

  private void apply(BackupRun run, List<String> finalizers) {
    BackupRun own = new BackupRun();
    own.setMetadata(
        new ObjectMetaBuilder()
            .withName(run.getMetadata().getName())
            .withNamespace(run.getMetadata().getNamespace())
            // Of that very run: never of another one made under its name.
            .withUid(run.getMetadata().getUid())
            .withFinalizers(finalizers)
            .build());
    client.resource(own).patch(APPLY);
  }
}
