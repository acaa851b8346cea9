package dev.salvaguarda.controller.worker;

import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.worker.manifest.WorkerLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Watches over the Jobs and pods of one kind's workers, and of no other kind's.
 *
 * @param name of the kind's reconciler
 * @param kind whose workers are watched
 * @param mark label that all workers of the kind have, and annotation with the owner's whole name
 */
public record WorkerEventSources<P extends HasMetadata>(
    String name, Class<P> kind, String mark, EventSourceContext<P> context) {

  /** Their Jobs, which name their owner. */
  public EventSource<?, P> jobs() {
    return new InformerEventSource<Job, P>(
        InformerEventSourceConfiguration.from(Job.class, kind)
            .withName(name + "-jobs")
            .withItemStore(LeanStore.jobs(namespaces()))
            .withInformerListLimit(RunRecords.PAGE)
            .withLabelSelector(selector())
            .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(kind))
            .build(),
        context);
  }

  /** Their pods, which are the Jobs' and name the owner in an annotation. */
  public EventSource<?, P> pods() {
    return new InformerEventSource<Pod, P>(
        InformerEventSourceConfiguration.from(Pod.class, kind)
            .withName(name + "-pods")
            .withItemStore(LeanStore.pods(namespaces()))
            .withInformerListLimit(RunRecords.PAGE)
            .withLabelSelector(selector())
            .withSecondaryToPrimaryMapper(this::ownerOf)
            .build(),
        context);
  }

  private Set<String> namespaces() {
    ControllerConfiguration<P> settings = context.getControllerConfiguration();
    return settings.getInformerConfig().getEffectiveNamespaces(settings);
  }

  private String selector() {
    return WorkerLabels.SELECTOR + "," + mark;
  }

  private Set<ResourceID> ownerOf(Pod pod) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    String owner = annotations.get(mark);
    return owner == null
        ? Set.of()
        : Set.of(new ResourceID(owner, pod.getMetadata().getNamespace()));
  }
}
