package dev.salvaguarda.api.generate;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Words and bounds for types that Kubernetes defines and the client library leaves bare. */
final class ForeignSchemas {
  private static final long MOST_ITEMS = 64;
  private static final long LONGEST_STRING = 317;

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          entry("nodeAffinity", "Rules about the node."),
          entry("podAffinity", "Other pods that should be near."),
          entry("podAntiAffinity", "Other pods that should not be near."),
          entry(
              "preferredDuringSchedulingIgnoredDuringExecution",
              "Rules that are followed where possible, each with a weight."),
          entry(
              "requiredDuringSchedulingIgnoredDuringExecution",
              "Rules without which the pod is not scheduled."),
          entry("preference", "The rule that is preferred."),
          entry("podAffinityTerm", "The rule that is preferred."),
          entry("weight", "How much the rule counts, 1 to 100."),
          entry("nodeSelectorTerms", "Alternatives: a node has to match one of them."),
          entry("matchExpressions", "Conditions on labels; all of them have to hold."),
          entry("matchFields", "Conditions on fields of the node; all of them have to hold."),
          entry("matchLabels", "Labels with the values that they must have."),
          entry("matchLabelKeys", "Labels whose values must be those of this pod."),
          entry("mismatchLabelKeys", "Labels whose values must not be those of this pod."),
          entry("labelSelector", "Which pods are meant."),
          entry("namespaceSelector", "Namespaces of those pods, by label."),
          entry("namespaces", "Namespaces of those pods, by name."),
          entry("topologyKey", "Label of nodes that says what near means."),
          entry("key", "Name of the label or taint."),
          entry("operator", "How key and values are compared."),
          entry("values", "Values to compare with."),
          entry("value", "Value of the taint."),
          entry("effect", "Effect of the taint; without it, all effects."),
          entry("tolerationSeconds", "How long a NoExecute taint is borne."));

  private ForeignSchemas() {}

  /**
   * Gives every field a description, and every list, map, string and number a bound; a number that
   * Java can't hold would keep the operator from seeing any object of the kind.
   */
  static void bound(JSONSchemaProps schema) {
    if ("integer".equals(schema.getType()) && schema.getMaximum() == null) {
      schema.setMaximum((double) Integer.MAX_VALUE);
    }
    if ("string".equals(schema.getType()) && schema.getMaxLength() == null && !isEnum(schema)) {
      schema.setMaxLength(LONGEST_STRING);
    }
    if (schema.getItems() != null) {
      schema.setMaxItems(schema.getMaxItems() == null ? MOST_ITEMS : schema.getMaxItems());
      bound(schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      schema.setMaxProperties(MOST_ITEMS);
      bound(schema.getAdditionalProperties().getSchema());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(ForeignSchemas::boundField);
    }
  }

  private static void boundField(String name, JSONSchemaProps field) {
    if (field.getDescription() == null) {
      String words = WORDS.get(name);
      if (words == null) {
        throw new IllegalStateException("nobody says what the field " + name + " means");
      }
      field.setDescription(words);
    }
    bound(field);
  }

  private static boolean isEnum(JSONSchemaProps schema) {
    return schema.getEnum() != null && !schema.getEnum().isEmpty();
  }

  /**
   * A condition as metav1.Condition defines it, with bounds of our own where that allows more than
   * is ever written.
   */
  static void describeCondition(JSONSchemaProps schema) {
    schema.setRequired(List.of("type", "status", "lastTransitionTime", "reason", "message"));
    Map<String, JSONSchemaProps> fields = schema.getProperties();
    describe(fields, "type", "Name of the condition.").setMaxLength(64L);
    describe(fields, "reason", "Why the status is what it is, as one word.").setMaxLength(64L);
    describe(fields, "message", "Why the status is what it is, as a sentence.").setMaxLength(1024L);
    describe(fields, "lastTransitionTime", "When the status last changed.").setFormat("date-time");
    describe(fields, "observedGeneration", "The generation of the spec it speaks about.")
        .setFormat("int64");
    describe(fields, "status", "True, False or Unknown.")
        .setEnum(Stream.of("True", "False", "Unknown").<JsonNode>map(TextNode::valueOf).toList());
  }

  private static JSONSchemaProps describe(
      Map<String, JSONSchemaProps> fields, String name, String words) {
    JSONSchemaProps field = requireNonNull(fields.get(name), name);
    field.setDescription(words);
    return field;
  }
}
