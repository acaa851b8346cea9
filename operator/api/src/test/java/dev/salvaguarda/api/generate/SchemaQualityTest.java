package dev.salvaguarda.api.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.api.ApiGroup;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaQualityTest {
  private static final List<CustomResourceDefinition> CRDS = CrdFiles.generate();

  private static final Pattern YAML_WORD =
      Pattern.compile("y|n|yes|no|on|off|true|false|null|~", Pattern.CASE_INSENSITIVE);

  @Test
  void everyFieldIsDescribedInASentence() {
    List<String> poor = new ArrayList<>();
    everyField((path, field) -> {
      String words = field.getDescription();
      if (words == null || !words.endsWith(".")) {
        poor.add(path);
      }
    });
    assertThat(poor).isEmpty();
  }

  @Test
  void everyListMapAndFreeStringIsBoundedSoThatRulesStayCheap() {
    List<String> unbounded = new ArrayList<>();
    everyField((path, field) -> collectUnbounded(path, field, unbounded));
    assertThat(unbounded).isEmpty();
  }

  @Test
  void everyRuleHasASentenceAndNoPatternSpeaksInItsPlace() {
    List<String> mute = new ArrayList<>();
    everyField((path, field) -> {
      field.getXKubernetesValidations().stream()
          .filter(rule -> rule.getMessage() == null || rule.getMessage().isBlank())
          .forEach(rule -> mute.add(path + ": " + rule.getRule()));
      if (field.getPattern() != null) {
        mute.add(path + ": a pattern's refusal quotes the expression; use a rule");
      }
    });
    assertThat(mute).isEmpty();
  }

  /** kubectl and Helm read YAML 1.1, to which such a word is no text unless it is quoted. */
  @Test
  void noFieldAndNoChoiceThatAPersonWritesIsAWordThatYamlTakesForAnotherValue() {
    List<String> misread = new ArrayList<>();
    everyField((path, field) -> {
      Stream.concat(
              Stream.of(path.substring(path.lastIndexOf('.') + 1)),
              field.getEnum().stream().map(JsonNode::asText))
          .filter(_ -> path.contains(".spec."))
          .filter(word -> YAML_WORD.matcher(word).matches())
          .forEach(word -> misread.add(path + ": " + word));
    });
    assertThat(misread).isEmpty();
  }

  @Test
  void kindsAreFoundByShortNameAndCategoryAndHaveAStatusOfTheirOwn() {
    assertThat(CRDS)
        .extracting(crd -> crd.getSpec().getNames().getShortNames().getFirst())
        .containsExactly("brepo", "bp", "br", "rst", "nch", "ntc", "inc", "mw");
    assertThat(CRDS)
        .allSatisfy(crd -> {
          assertThat(crd.getSpec().getNames().getCategories()).containsExactly(ApiGroup.CATEGORY);
          assertThat(crd.getSpec().getScope()).isEqualTo("Namespaced");
          assertThat(crd.getSpec().getVersions().getFirst().getSubresources().getStatus())
              .isNotNull();
          assertThat(root(crd).getRequired()).containsExactly("spec");
        });
  }

  @Test
  void columnsStandInTheOrderInWhichAPersonReadsThem() {
    assertThat(CRDS)
        .extracting(SchemaQualityTest::columns)
        .containsExactly(
            List.of("Endpoint", "Bucket", "Ready", "Snapshots", "Stored", "Maintained", "Age"),
            List.of(
                "Source",
                "Schedule",
                "Last-Success",
                "Last-Run",
                "RPO",
                "Verified",
                "Suspended",
                "Next",
                "Ready",
                "Age"),
            List.of(
                "Policy",
                "Trigger",
                "Phase",
                "Reason",
                "Progress",
                "Read",
                "Stored",
                "Duration",
                "Age"),
            List.of(
                "Purpose",
                "Source",
                "Phase",
                "Reason",
                "Passed",
                "Rung",
                "Progress",
                "RTO",
                "Attested",
                "Age"),
            List.of("Kind", "Ready", "Backlog", "Last-Success", "Age"),
            List.of("Message", "Subject", "Channel", "State", "Reason", "Attempts", "Sent", "Age"),
            List.of(
                "Phase",
                "Scope",
                "Component",
                "SA",
                "Awaits",
                "From",
                "Since",
                "Ready",
                "Notices",
                "Restored",
                "Age"),
            List.of(
                "Phase",
                "Type",
                "Components",
                "Start",
                "End",
                "Awaits",
                "From",
                "Ready",
                "Notices",
                "Age"));
  }

  @Test
  void theWideListOfEachKindExplainsHowItStands() {
    assertThat(CRDS)
        .allSatisfy(crd ->
            assertThat(crd.getSpec().getVersions().getFirst().getAdditionalPrinterColumns())
                .as(crd.getSpec().getNames().getKind())
                .filteredOn(column -> column.getName().equals("Explanation"))
                .singleElement()
                .satisfies(column -> {
                  assertThat(column.getPriority()).isEqualTo(1);
                  assertThat(column.getJsonPath()).endsWith("message");
                }));
  }

  private static List<String> columns(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().getFirst().getAdditionalPrinterColumns().stream()
        .filter(column -> column.getPriority() == null || column.getPriority() == 0)
        .map(CustomResourceColumnDefinition::getName)
        .toList();
  }

  private static void collectUnbounded(String path, JSONSchemaProps field, List<String> found) {
    if (field.getItems() != null) {
      if (field.getMaxItems() == null) {
        found.add(path + ": maxItems");
      }
      collectUnbounded(path + "[]", field.getItems().getSchema(), found);
    } else if (field.getAdditionalProperties() != null) {
      if (field.getMaxProperties() == null) {
        found.add(path + ": maxProperties");
      }
      collectUnbounded(path + "{}", field.getAdditionalProperties().getSchema(), found);
    } else if ("string".equals(field.getType())
        && field.getMaxLength() == null
        && field.getFormat() == null
        && field.getEnum().isEmpty()) {
      found.add(path + ": maxLength");
    }
  }

  private static JSONSchemaProps root(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  private static void everyField(BiConsumer<String, JSONSchemaProps> visitor) {
    CRDS.forEach(crd -> visit(crd.getSpec().getNames().getSingular(), root(crd), visitor));
  }

  private static void visit(
      String path, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> visitor) {
    for (Map.Entry<String, JSONSchemaProps> field : schema.getProperties().entrySet()) {
      String inner = path + "." + field.getKey();
      visitor.accept(inner, field.getValue());
      visit(inner, field.getValue(), visitor);
      if (field.getValue().getItems() != null) {
        visit(inner + "[]", field.getValue().getItems().getSchema(), visitor);
      }
    }
  }
}
