package dev.salvaguarda.controller.worker.manifest;

import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.worker.RunTemplate;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpecFluent;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The pod of a worker: no rights in the cluster, as few on the node as its source allows. */
public final class PodManifest {
  /** Name of the container with the worker's program, which the pod is judged by. */
  public static final String CONTAINER = "agent";

  private static final long GRACE_SECONDS = 30;

  private PodManifest() {}

  static PodTemplateSpec of(WorkerSpec spec, WorkerSettings settings) {
    RunTemplate template = spec.template();
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Mount.ofOrder(spec.jobName()));
    mounts.addAll(spec.mounts());
    SourceContainer source = spec.source();
    if (source != null) {
      mounts.add(SourceContainer.exchange());
    }
    List<Volume> volumes = new ArrayList<>(mounts.stream().map(Mount::volume).toList());
    volumes.add(spec.scratch().volume());
    Map<String, String> annotations = new LinkedHashMap<>(WorkerLabels.annotations(spec));
    annotations.put("cluster-autoscaler.kubernetes.io/safe-to-evict", "false");
    var pod =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .withLabels(WorkerLabels.of(spec))
            .withAnnotations(annotations)
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .withTerminationGracePeriodSeconds(GRACE_SECONDS)
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withSecurityContext(podSecurity(spec.user()))
            .withContainers(container(spec, settings, mounts))
            .withVolumes(volumes);
    if (template != null) {
      place(pod, template);
    }
    if (source != null) {
      pod.withInitContainers(source.preparation(settings))
          .addToContainers(source.container(settings, spec.user()))
          .addAllToVolumes(source.volumes());
    }
    return pod.endSpec().build();
  }

  private static void place(PodSpecFluent<?> spec, RunTemplate template) {
    if (!template.nodeSelector().isEmpty()) {
      spec.withNodeSelector(new TreeMap<>(template.nodeSelector()));
    }
    spec.withTolerations(template.tolerations());
    spec.withAffinity(template.affinity());
    spec.withPriorityClassName(template.priorityClassName());
    spec.withImagePullSecrets(
        template.imagePullSecrets().stream()
            .map(LocalRef::name)
            .map(LocalObjectReference::new)
            .toList());
  }

  private static Container container(WorkerSpec spec, WorkerSettings settings, List<Mount> mounts) {
    RunTemplate template = spec.template();
    ResourceRequirements resources =
        ContainerResources.of(
            template == null ? null : template.resources(),
            Map.of(
                "cpu",
                new Quantity("100m"),
                "ephemeral-storage",
                spec.scratch().request(),
                "memory",
                ContainerResources.MEMORY));
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(settings.image())
        .withImagePullPolicy(settings.imagePullPolicy())
        .withArgs(
            "agent",
            "--work-order",
            WorkerPaths.ORDER + "/" + WorkerPaths.ORDER_KEY,
            "--termination-log",
            WorkerPaths.TERMINATION_MESSAGE)
        .addNewEnv()
        .withName("HOME")
        .withValue(WorkerPaths.SCRATCH)
        .endEnv()
        .addNewEnv()
        .withName("TMPDIR")
        .withValue(WorkerPaths.SCRATCH)
        .endEnv()
        // Java does not look at TMPDIR.
        .addNewEnv()
        .withName("JDK_JAVA_OPTIONS")
        .withValue(javaOptions(resources))
        .endEnv()
        // Without it Java can't open files whose names are not ASCII.
        .addNewEnv()
        .withName("LANG")
        .withValue("C.UTF-8")
        .endEnv()
        .withTerminationMessagePath(WorkerPaths.TERMINATION_MESSAGE)
        .withTerminationMessagePolicy("File")
        .withResources(resources)
        // Who reads the source needs the capabilities for that, nobody else.
        .withSecurityContext(
            restricted(spec.source() == null ? spec.user().capabilities() : List.of()))
        .withVolumeMounts(mounts.stream().map(Mount::toVolumeMount).toList())
        .addNewVolumeMount()
        .withName(ScratchSpace.NAME)
        .withMountPath(WorkerPaths.SCRATCH)
        .endVolumeMount()
        .build();
  }

  /**
   * Half of the memory for Java's heap; compression, buffers and the dump program take the rest. A
   * program that has no memory left must end, not go on without one of its threads. What calls the
   * C library is allowed to, else Java warns of it in four lines of each log.
   */
  private static String javaOptions(ResourceRequirements resources) {
    long limit =
        Quantity.getAmountInBytes(Objects.requireNonNull(resources.getLimits().get("memory")))
            .longValue();
    return ("-XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC -Xmx%dm -Djava.io.tmpdir=%s"
            + " --enable-native-access=ALL-UNNAMED")
        .formatted(Math.max(64, (limit / 2) >> 20), WorkerPaths.SCRATCH);
  }

  private static PodSecurityContext podSecurity(WorkerUser user) {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(user.uid() != 0)
        .withRunAsUser(user.uid())
        .withRunAsGroup(user.gid())
        .withFsGroup(user.fsGroup())
        .withSupplementalGroups(user.supplementalGroups())
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  static SecurityContext restricted(List<String> capabilities) {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withAdd(capabilities)
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
