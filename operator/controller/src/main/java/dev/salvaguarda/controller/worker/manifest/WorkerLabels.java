package dev.salvaguarda.controller.worker.manifest;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.worker.RunMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the objects of an attempt are marked. */
public final class WorkerLabels {
  /** Annotation with the name of the repository that the worker writes to. */
  public static final String REPOSITORY_ANNOTATION = ApiGroup.GROUP + "/repository";

  /** Annotation with the names of the further repositories, separated by commas, if there are. */
  public static final String REPLICAS_ANNOTATION = ApiGroup.GROUP + "/replicas";

  /** Selects everything that workers are made of. */
  public static final String SELECTOR =
      "app.kubernetes.io/managed-by=salvaguarda,app.kubernetes.io/component=worker";

  private WorkerLabels() {}

  /** Our own labels; nothing is copied from other objects but their names. */
  static Map<String, String> own(WorkerSpec spec) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/name", "salvaguarda");
    labels.put("app.kubernetes.io/component", "worker");
    labels.put("app.kubernetes.io/managed-by", "salvaguarda");
    labels.putAll(spec.labels());
    labels.put(ApiGroup.ATTEMPT_LABEL, Integer.toString(spec.attempt()));
    return labels;
  }

  /** Our own and those of the template, which can't replace ours. */
  static Map<String, String> of(WorkerSpec spec) {
    RunMetadata wanted = wanted(spec);
    Map<String, String> labels = allowed(wanted == null ? null : wanted.labels());
    labels.putAll(own(spec));
    return labels;
  }

  static Map<String, String> annotations(WorkerSpec spec) {
    RunMetadata wanted = wanted(spec);
    Map<String, String> annotations = allowed(wanted == null ? null : wanted.annotations());
    annotations.putAll(spec.annotations());
    return annotations;
  }

  private static @Nullable RunMetadata wanted(WorkerSpec spec) {
    return spec.template() == null ? null : spec.template().metadata();
  }

  /**
   * The API server refuses reserved keys already; this keeps a GitOps tool from claiming a Job even
   * where an older definition of the resource is installed.
   */
  private static Map<String, String> allowed(@Nullable Map<String, String> wanted) {
    Map<String, String> result = new LinkedHashMap<>();
    if (wanted != null) {
      wanted.keySet().stream()
          .sorted()
          .filter(key -> !key.startsWith("argocd.argoproj.io/"))
          .filter(key -> !key.equals("app.kubernetes.io/instance"))
          .forEach(key -> result.put(key, wanted.get(key)));
    }
    return result;
  }
}
