package dev.salvaguarda.controller.run.manifest;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.RunTemplate;
import dev.salvaguarda.domain.name.LabelValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the objects of an attempt are marked. */
public final class WorkerLabels {
  /** Annotation with the run's whole name, which may be longer than a label's value. */
  public static final String RUN_ANNOTATION = ApiGroup.RUN_LABEL;

  /** Annotation with the name of the repository that the worker writes to. */
  public static final String REPOSITORY_ANNOTATION = ApiGroup.GROUP + "/repository";

  /** Selects everything that workers are made of. */
  public static final String SELECTOR =
      "app.kubernetes.io/managed-by=salvaguarda,app.kubernetes.io/component=worker";

  private WorkerLabels() {}

  /** Our own labels; nothing is copied from run or policy but their names. */
  static Map<String, String> own(WorkerOrder order) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/name", "salvaguarda");
    labels.put("app.kubernetes.io/component", "worker");
    labels.put("app.kubernetes.io/managed-by", "salvaguarda");
    labels.put(ApiGroup.POLICY_LABEL, LabelValue.of(order.policy().getMetadata().getName()));
    labels.put(ApiGroup.RUN_LABEL, LabelValue.of(order.run().getMetadata().getName()));
    labels.put(ApiGroup.ATTEMPT_LABEL, Integer.toString(order.attempt()));
    return labels;
  }

  /** Our own and those of the template, which can't replace ours. */
  static Map<String, String> of(WorkerOrder order) {
    RunTemplate template = order.policy().getSpec().runTemplate();
    Map<String, String> labels =
        template == null || template.metadata() == null
            ? new LinkedHashMap<>()
            : allowed(template.metadata().labels());
    labels.putAll(own(order));
    return labels;
  }

  static Map<String, String> annotations(WorkerOrder order) {
    RunTemplate template = order.policy().getSpec().runTemplate();
    Map<String, String> annotations =
        template == null || template.metadata() == null
            ? new LinkedHashMap<>()
            : allowed(template.metadata().annotations());
    annotations.put(RUN_ANNOTATION, order.run().getMetadata().getName());
    annotations.put(REPOSITORY_ANNOTATION, order.repository().getMetadata().getName());
    return annotations;
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
