package dev.salvaguarda.api.worker;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.schema.SizeText;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the pods of a policy's runs are set up.
 *
 * @param metadata labels and annotations added to Job and pod; null means none
 * @param resources requests and limits; null means the operator's
 * @param nodeSelector labels that the node must have
 * @param tolerations taints that the pod bears
 * @param affinity rules about nodes and other pods; null means none
 * @param priorityClassName priority of the pod; null means the cluster's default
 * @param imagePullSecrets Secrets to pull the image with
 * @param securityContext who the program runs as; null means user 65532 without capabilities
 * @param activeDeadline longest time of a run, all attempts together; {@link
 *     #DEFAULT_ACTIVE_DEADLINE} when not given
 * @param bandwidth upload limit in bytes per second; null means none
 */
@ApiObject
public record RunTemplate(
    @JsonPropertyDescription("Labels and annotations that the Job and its pod get in addition.")
        @Nullable RunMetadata metadata,
    @JsonPropertyDescription(
            "CPU and memory of the container. 512Mi of memory are enough for some 2 million pieces in"
                + " the repository, of all policies and of all that is kept: 30 GB in dumps of less"
                + " than 4 GiB, one dump of 1 TiB, or 2 TiB of large files. Each further million"
                + " takes 128Mi.")
        @Nullable RunResources resources,
    @JsonPropertyDescription("Labels that a node must have for the pod to run there.")
        @Size(max = 32)
        Map<String, @Size(max = 63) String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that the pod bears, as in a pod's spec.")
        @Size(max = 32)
        List<Toleration> tolerations,
    @JsonPropertyDescription("Rules about nodes and other pods, as in a pod's spec.")
        @Nullable Affinity affinity,
    @JsonPropertyDescription("PriorityClass of the pod.") @Size(max = 253)
        @Nullable String priorityClassName,
    @JsonPropertyDescription("Secrets of the same namespace with which the image is pulled.")
        @Size(max = 8)
        @ListMap("name")
        List<LocalRef> imagePullSecrets,
    @JsonPropertyDescription(
            "Who the program runs as. Without it: user 65532, no capabilities. Files that this user"
                + " may not read make a run Degraded.")
        @Nullable RunSecurityContext securityContext,
    @JsonPropertyDescription(
            "Longest time that a run may take from the start of its first attempt, all attempts"
                + " together; then it is stopped and the run fails.")
        @Default(RunTemplate.DEFAULT_ACTIVE_DEADLINE)
        @DurationText
        String activeDeadline,
    @JsonPropertyDescription(
            "Upload limit in bytes per second over all connections of the pod, for example 50Mi."
                + " Without it there is none.")
        @SizeText
        @Nullable Quantity bandwidth) {

  /** How long an attempt may take when nothing is said. */
  public static final String DEFAULT_ACTIVE_DEADLINE = "6h";

  public RunTemplate {
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
    activeDeadline = activeDeadline == null ? DEFAULT_ACTIVE_DEADLINE : activeDeadline;
  }
}
