package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/**
 * Keeps a run that is deleted until its hooks are through. It takes nobody's finalizer away but
 * this one.
 */
final class HooksFinalizerApplier {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("salvaguarda-hooks")
          .withForce(true)
          .build();

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;

  HooksFinalizerApplier(KubernetesClient client) {
    this.client = client;
  }

  /** Before the first hook is called. */
  void keep(BackupRun run) {
    apply(run, List.of(ApiGroup.HOOKS_FINALIZER));
  }

  /**
   * Once there is nothing left to be called; a run that is being deleted is gone then. Who brings
   * objects back as they were has made the finalizer his own: it would keep the run for ever.
   */
  void letGo(BackupRun run) {
    if (!run.hasFinalizer(ApiGroup.HOOKS_FINALIZER)) {
      return;
    }
    BackupRun left = apply(run, List.of());
    if (left.hasFinalizer(ApiGroup.HOOKS_FINALIZER)) {
      client.resource(left).patch(MERGE, without(left));
    }
  }

  /** The merge patch, of that very state. */
  private static String without(BackupRun run) {
    List<String> others =
        run.getFinalizers().stream().filter(one -> !one.equals(ApiGroup.HOOKS_FINALIZER)).toList();
    return Serialization.asJson(
        Map.of(
            "metadata",
            Map.of(
                "resourceVersion", run.getMetadata().getResourceVersion(), "finalizers", others)));
  }

  private BackupRun apply(BackupRun run, List<String> finalizers) {
    BackupRun own = new BackupRun();
    own.setMetadata(
        new ObjectMetaBuilder()
            .withName(run.getMetadata().getName())
            .withNamespace(run.getMetadata().getNamespace())
            // Of that very run: never of another one made under its name.
            .withUid(run.getMetadata().getUid())
            .withFinalizers(finalizers)
            .build());
    return client.resource(own).patch(APPLY);
  }
}
