package dev.salvaguarda.controller.worker.manifest;

import dev.salvaguarda.api.policy.RunResources;
import dev.salvaguarda.api.policy.RunSecurityContext;
import dev.salvaguarda.api.policy.RunTemplate;
import dev.salvaguarda.api.ref.LocalRef;
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
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pod of a worker: no rights in the cluster, as few on the node as its source allows. */
final class PodManifest {
  /** Name of the pod's one container. */
  static final String CONTAINER = "agent";

  private static final long USER = 65532;
  private static final long GRACE_SECONDS = 30;
  private static final String SCRATCH = "scratch";
  private static final Quantity MEMORY = new Quantity("512Mi");

  /** Scratch space holds the packs that are on their way, see the options of a session. */
  private static final Map<String, Quantity> USUAL_REQUESTS =
      Map.of(
          "cpu", new Quantity("100m"), "ephemeral-storage", new Quantity("1Gi"), "memory", MEMORY);

  private static final Quantity SCRATCH_LIMIT = new Quantity("4Gi");

  private PodManifest() {}

  static PodTemplateSpec of(WorkerSpec spec, WorkerSettings settings) {
    RunTemplate template = spec.template();
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Mount.ofOrder(spec.jobName()));
    mounts.addAll(spec.mounts());
    List<Volume> volumes = new ArrayList<>(mounts.stream().map(Mount::volume).toList());
    volumes.add(scratch());
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
            .withSecurityContext(podSecurity(template == null ? null : template.securityContext()))
            .withContainers(container(settings, mounts, template))
            .withVolumes(volumes);
    if (template != null) {
      place(pod, template);
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

  private static Container container(
      WorkerSettings settings, List<Mount> mounts, @Nullable RunTemplate template) {
    ResourceRequirements resources = resources(template == null ? null : template.resources());
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
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withAdd(capabilities(template == null ? null : template.securityContext()))
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withVolumeMounts(mounts.stream().map(Mount::toVolumeMount).toList())
        .addNewVolumeMount()
        .withName(SCRATCH)
        .withMountPath(WorkerPaths.SCRATCH)
        .endVolumeMount()
        .build();
  }

  /** Packs grow there until they are stored. Without a limit one pod could fill its node. */
  private static Volume scratch() {
    return new VolumeBuilder()
        .withName(SCRATCH)
        .withNewEmptyDir()
        .withSizeLimit(SCRATCH_LIMIT)
        .endEmptyDir()
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

  private static PodSecurityContext podSecurity(@Nullable RunSecurityContext wanted) {
    long user = wanted == null ? USER : Objects.requireNonNullElse(wanted.runAsUser(), USER);
    var security =
        new PodSecurityContextBuilder()
            .withRunAsNonRoot(user != 0)
            .withRunAsUser(user)
            .withRunAsGroup(
                wanted == null ? USER : Objects.requireNonNullElse(wanted.runAsGroup(), USER))
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile();
    if (wanted != null) {
      security.withFsGroup(wanted.fsGroup());
      security.withSupplementalGroups(wanted.supplementalGroups());
    }
    return security.build();
  }

  private static List<String> capabilities(@Nullable RunSecurityContext wanted) {
    return wanted == null || wanted.capabilities() == null
        ? List.of()
        : wanted.capabilities().add().stream().map(Enum::name).toList();
  }

  /** A request is never more than the limit, else the API server would refuse the pod. */
  private static ResourceRequirements resources(@Nullable RunResources wanted) {
    Map<String, Quantity> limits = new TreeMap<>(Map.of("memory", MEMORY));
    Map<String, Quantity> requests = new TreeMap<>();
    if (wanted != null) {
      limits.putAll(wanted.limits());
    }
    USUAL_REQUESTS.forEach((name, usual) -> {
      Quantity limit = limits.get(name);
      requests.put(name, limit == null ? usual : smaller(usual, limit));
    });
    if (wanted != null) {
      requests.putAll(wanted.requests());
    }
    return new ResourceRequirementsBuilder().withLimits(limits).withRequests(requests).build();
  }

  private static Quantity smaller(Quantity one, Quantity other) {
    return Quantity.getAmountInBytes(one).compareTo(Quantity.getAmountInBytes(other)) <= 0
        ? one
        : other;
  }
}
