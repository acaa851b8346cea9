package dev.salvaguarda.api.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the operator has to tell, the API server takes it. */
class FullestStatusIT {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("salvaguarda")
          .withForce(true)
          .build();

  /** etcd takes one and a half times as much; the rest is for the specification and managers. */
  private static final long MOST = 1 << 20;

  /** The API server writes this character in six bytes, and none in more. */
  private static final String COSTLIEST = "<";

  private static final int ITS_BYTES = 6;

  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(InstalledCrds::start);

  @TestFactory
  Stream<DynamicTest> theLongestStatusThatASchemaAllowsCanBeWritten() {
    return client().apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .map(crd -> DynamicTest.dynamicTest(kind(crd), () -> write(crd)));
  }

  private static void write(CustomResourceDefinition crd) {
    JsonNode status = longest(Objects.requireNonNull(schema(crd).getProperties().get("status")), 0);
    String json = Serialization.asJson(status);
    long costly = json.chars().filter(one -> one == COSTLIEST.charAt(0)).count();
    assertThat(json.length() + costly * (ITS_BYTES - COSTLIEST.length()))
        .as("bytes of the status of a " + kind(crd))
        .isLessThan(MOST);

    RuleCase example =
        RuleCase.all().stream()
            .filter(one -> one.name().equals("%s/valid-everything".formatted(kind(crd))))
            .findFirst()
            .orElseThrow();
    GenericKubernetesResource object =
        Serialization.unmarshal(example.documents().getFirst(), GenericKubernetesResource.class);
    object.getMetadata().setNamespace("default");
    object.getMetadata().setName("fullest");
    client().resource(object).create();
    GenericKubernetesResource patch = new GenericKubernetesResource();
    patch.setApiVersion(object.getApiVersion());
    patch.setKind(object.getKind());
    patch.setMetadata(new ObjectMetaBuilder().withNamespace("default").withName("fullest").build());
    patch.setAdditionalProperty("status", status);

    client().resource(patch).subresource("status").patch(APPLY);

    JsonNode written =
        client()
            .getKubernetesSerialization()
            .convertValue(client().resource(object).get(), JsonNode.class)
            .path("status");
    assertThat(written).isEqualTo(Serialization.unmarshal(json, JsonNode.class));
  }

  /** A value as long as it may be; those of other numbers differ from it. */
  private static JsonNode longest(JSONSchemaProps schema, int number) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      return schema.getEnum().stream()
          .max(Comparator.comparingInt(value -> value.asText().length()))
          .orElseThrow();
    }
    return switch (schema.getType()) {
      case "object" -> {
        ObjectNode all = json.objectNode();
        schema.getProperties().forEach((name, field) -> all.set(name, longest(field, number)));
        yield all;
      }
      case "array" -> {
        ArrayNode all = json.arrayNode();
        for (int i = 0; i < schema.getMaxItems(); i++) {
          all.add(longest(schema.getItems().getSchema(), i));
        }
        yield all;
      }
      case "string" -> json.textNode(text(schema, number));
      case "integer" ->
          json.numberNode(
              "int64".equals(schema.getFormat()) ? Long.MAX_VALUE : (long) Integer.MAX_VALUE);
      case "boolean" -> json.booleanNode(false);
      default -> throw new IllegalStateException("no value is known for " + schema.getType());
    };
  }

  private static String text(JSONSchemaProps schema, int number) {
    if ("date-time".equals(schema.getFormat())) {
      return "2026-11-26T19:13:00.123456789Z";
    }
    String end = Integer.toString(number);
    return COSTLIEST.repeat(Math.toIntExact(schema.getMaxLength()) - end.length()) + end;
  }

  private static JSONSchemaProps schema(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  private static String kind(CustomResourceDefinition crd) {
    return crd.getSpec().getNames().getSingular();
  }

  private static KubernetesClient client() {
    return PLANE.get().client();
  }
}
