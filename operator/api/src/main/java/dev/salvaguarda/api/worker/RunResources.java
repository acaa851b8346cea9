package dev.salvaguarda.api.worker;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/**
 * CPU, memory and scratch space of the pod.
 *
 * @param requests what the scheduler sets aside
 * @param limits what the pod may not exceed
 */
@ApiObject
public record RunResources(
    @JsonPropertyDescription(
            "What the scheduler sets aside, for example {cpu: 200m, memory: 512Mi}.")
        @Size(max = 8)
        @ValidationRule(
            value = "self.all(k, isQuantity(string(self[k])))",
            message = "must have quantities as values, for example {cpu: 200m, memory: 512Mi}")
        Map<String, Quantity> requests,
    @JsonPropertyDescription("What the container may not exceed, for example {memory: 512Mi}.")
        @Size(max = 8)
        @ValidationRule(
            value = "self.all(k, isQuantity(string(self[k])))",
            message = "must have quantities as values, for example {cpu: 200m, memory: 512Mi}")
        Map<String, Quantity> limits) {

  public RunResources {
    requests = requests == null ? Map.of() : Map.copyOf(requests);
    limits = limits == null ? Map.of() : Map.copyOf(limits);
  }
}
