package dev.salvaguarda.api.generate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.schema.ListSet;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the CRD generator can't say: the order of the columns, the category, list types, rules that
 * stand on an annotation of ours, conditions as Kubernetes defines them, bounds of foreign types.
 */
final class CrdFinish {
  private CrdFinish() {}

  static void finish(CustomResourceDefinition crd, Class<? extends HasMetadata> kind) {
    crd.getSpec().getNames().setCategories(List.of(ApiGroup.CATEGORY));
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
    version.setAdditionalPrinterColumns(inOrder(version.getAdditionalPrinterColumns(), kind));
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
    ParameterizedType parent = (ParameterizedType) kind.getGenericSuperclass();
    JSONSchemaProps spec = requireNonNull(root.getProperties().get("spec"));
    visit(parent.getActualTypeArguments()[0], spec);
    haveTimesRead(spec);
    JSONSchemaProps status = requireNonNull(root.getProperties().get("status"));
    status.setDescription("What the operator last saw and did. Written by the operator only.");
    visit(parent.getActualTypeArguments()[1], status);
  }

  /**
   * Has the API server read the times that people write, which their format does not: for that an
   * offset of 30 hours is one. What Java can't read keeps the operator from seeing any object of
   * the kind.
   */
  private static void haveTimesRead(JSONSchemaProps schema) {
    if ("date-time".equals(schema.getFormat())) {
      schema
          .getXKubernetesValidations()
          .add(
              new ValidationRuleBuilder()
                  .withRule("self >= timestamp('0001-01-01T00:00:00Z')")
                  .withMessage(
                      "must be a time such as 2026-11-27T17:00:00Z or 2026-11-27T14:00:00-03:00")
                  .build());
    }
    if (schema.getItems() != null) {
      haveTimesRead(schema.getItems().getSchema());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(CrdFinish::haveTimesRead);
    }
  }

  private static List<CustomResourceColumnDefinition> inOrder(
      List<CustomResourceColumnDefinition> columns, Class<?> kind) {
    List<String> names =
        Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    return columns.stream()
        .sorted(Comparator.comparingInt(column -> names.indexOf(column.getName())))
        .toList();
  }

  private static void visit(Type type, JSONSchemaProps schema) {
    schema.setXKubernetesValidations(
        new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    if (type instanceof ParameterizedType generic) {
      visitItems(generic, schema);
    } else if (type == Condition.class) {
      ForeignSchemas.describeCondition(schema);
    } else if (type == Long.class) {
      schema.setFormat("int64");
    } else if (type instanceof Class<?> plain && plain.isRecord()) {
      visitComponents(plain, schema);
    } else if (type != Instant.class) {
      ForeignSchemas.bound(schema);
    }
  }

  private static void visitItems(ParameterizedType generic, JSONSchemaProps schema) {
    Type item = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
    if (generic.getRawType() == List.class) {
      visit(item, schema.getItems().getSchema());
    } else {
      visit(item, schema.getAdditionalProperties().getSchema());
    }
  }

  private static void visitComponents(Class<?> record, JSONSchemaProps schema) {
    for (RecordComponent component : record.getRecordComponents()) {
      String name = nameOf(component);
      JSONSchemaProps property = requireNonNull(schema.getProperties().get(name), name);
      annotate(component.getAccessor(), property);
      visit(component.getGenericType(), property);
    }
  }

  private static String nameOf(RecordComponent component) {
    JsonProperty name = component.getAccessor().getAnnotation(JsonProperty.class);
    return name == null ? component.getName() : name.value();
  }

  private static void annotate(Method accessor, JSONSchemaProps property) {
    composedRules(accessor)
        .forEach(rule ->
            property
                .getXKubernetesValidations()
                .add(
                    new ValidationRuleBuilder()
                        .withRule(rule.value())
                        .withMessage(rule.message())
                        .build()));
    ListMap map = accessor.getAnnotation(ListMap.class);
    if (map != null) {
      property.setXKubernetesListType("map");
      property.setXKubernetesListMapKeys(List.of(map.value()));
    }
    if (accessor.isAnnotationPresent(ListSet.class)) {
      property.setXKubernetesListType("set");
    }
  }

  /** Rules on annotations of ours: the generator finds only those on the member itself. */
  private static Stream<ValidationRule> composedRules(Method accessor) {
    return Arrays.stream(accessor.getAnnotations())
        .map(Annotation::annotationType)
        .filter(type -> type.getPackage() == ListMap.class.getPackage())
        .flatMap(type -> Arrays.stream(type.getAnnotationsByType(ValidationRule.class)));
  }
}
