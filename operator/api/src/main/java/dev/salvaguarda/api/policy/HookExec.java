package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.LabelText;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program in a container that runs already, in the namespace of the policy.
 *
 * @param pod name of the pod; null if it is found by its labels
 * @param podSelector by which the pod is found; null if it is named
 * @param container of the pod; null means its first, or the one that the pod names as its default
 * @param command program and arguments, at least the program; no shell reads them
 */
@ApiObject
@ValidationRule(
    value = "has(self.pod) != has(self.podSelector)",
    message = "exactly one of pod and podSelector must be set")
public record HookExec(
    @JsonPropertyDescription(
            "Name of the pod, where it has one that stays, as those of a StatefulSet.")
        @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches('^" + LabelText.SUBDOMAIN + "$')",
            message = "must be the name of a pod, for example glpi-0")
        @Nullable String pod,
    @JsonPropertyDescription(
            "Labels by which the pod is found. Of several that are ready, the first by name.")
        @Nullable PodSelector podSelector,
    @JsonPropertyDescription(
            "Container of the pod. Without it, the one of the annotation"
                + " kubectl.kubernetes.io/default-container, or the first.")
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
            message = "must be the name of a container, for example web")
        @Nullable String container,
    @JsonPropertyDescription(
            "The program, then its arguments, one item each, together at most 2048 characters. No"
                + " shell reads them. Status 0 is success; what it writes is kept nowhere. Never"
                + " name a secret here: arguments can be read in this object, and on the node.")
        @Required
        @Size(min = 1, max = 16)
        @ValidationRule(
            value = "self[0] != ''",
            message = "must begin with the name of a program, for example php")
        @ValidationRule(
            value = "self.map(word, size(word)).sum() <= 2048",
            message = "must have at most 2048 characters in all: put what is longer into a file")
        List<@Size(max = 2048) String> command) {

  public HookExec {
    command = command == null ? List.of() : List.copyOf(command);
  }

  /**
   * Labels that a pod must have.
   *
   * @param matchLabels all of them, at least one
   */
  @ApiObject
  @ValidationRule(
      value =
          "self.matchLabels.all(k, "
              + LabelText.KEY_OF_LABEL
              + " && self.matchLabels[k].matches('^"
              + LabelText.VALUE
              + "$'))",
      message =
          "matchLabels must be labels that a pod can have: letters, digits, -, _ and ., the key"
              + " with or without a prefix, for example app.kubernetes.io/name: glpi")
  public record PodSelector(
      @JsonPropertyDescription("Labels that the pod must have, all of them.")
          @Required
          @Size(min = 1, max = 4)
          Map<String, @Size(max = 63) String> matchLabels) {
    public PodSelector {
      matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
    }
  }
}
