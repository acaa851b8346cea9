package dev.salvaguarda.api.worker;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.LabelText;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * What the Job and the pod of a run are marked with, beside our own labels.
 *
 * @param labels added to both
 * @param annotations added to both
 */
@ApiObject
public record RunMetadata(
    @JsonPropertyDescription(
            "Labels for the Job and its pod. Keys of salvaguarda.dev, app.kubernetes.io and"
                + " argocd.argoproj.io are not allowed.")
        @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(k, !k.startsWith('salvaguarda.dev/') && !k.startsWith('app.kubernetes.io/')"
                    + " && !k.startsWith('argocd.argoproj.io/'))",
            message =
                "must not hold keys of salvaguarda.dev/, app.kubernetes.io/ or argocd.argoproj.io/:"
                    + " the operator sets the first two, and the third would make Argo CD own the pod")
        @ValidationRule(
            value = "self.all(k, " + LabelText.KEY_OF_LABEL + ")",
            message =
                "must have keys that labels can have: letters, digits, -, _ and ., with or without a"
                    + " prefix, for example example.org/team")
        @ValidationRule(
            value = "self.all(k, self[k].matches('^" + LabelText.VALUE + "$'))",
            message =
                "must have label values: letters, digits, dots, hyphens and underscores, beginning"
                    + " and ending with a letter or digit")
        Map<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription(
            "Annotations for the Job and its pod. Keys of salvaguarda.dev and argocd.argoproj.io are"
                + " not allowed.")
        @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(k, !k.startsWith('salvaguarda.dev/')"
                    + " && !k.startsWith('argocd.argoproj.io/'))",
            message =
                "must not hold keys of salvaguarda.dev/ or argocd.argoproj.io/: the operator sets"
                    + " the first, and the second would make Argo CD own the pod")
        @ValidationRule(
            value = "self.all(k, " + LabelText.KEY_OF_ANNOTATION + ")",
            message =
                "must have keys that annotations can have: letters, digits, -, _ and ., with or"
                    + " without a prefix, for example example.org/team")
        Map<String, @Size(max = 4096) String> annotations) {

  public RunMetadata {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
  }
}
