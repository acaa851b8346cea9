package dev.salvaguarda.app.wiring;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Has objects read so that they take less memory, since watches keep thousands of them.
 *
 * <p>Left out is the record of who manages which field: it is as large as the rest of a small
 * object, and nobody here reads it. An informer's item store could drop it, too, but the SDK gives
 * one and the same store to the informers of all watched namespaces, and each of them deletes there
 * what is not in its own. Texts that repeat are kept once, and where there are no fields that the
 * client does not know, there is no map for them.
 */
@Singleton
public final class SlimObjects implements KubernetesClientObjectMapperCustomizer {
  private static final Set<Class<?>> FREQUENT =
      Set.of(
          Condition.class,
          ObjectMeta.class,
          OwnerReference.class,
          JobCondition.class,
          PodCondition.class);

  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagers {}

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, WithoutManagers.class);
    mapper.registerModule(
        new SimpleModule("slim-objects")
            .addDeserializer(String.class, new KnownTexts())
            .setDeserializerModifier(new WithoutEmptyMaps()));
  }

  private static final class WithoutEmptyMaps extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> whole) {
      return FREQUENT.contains(bean.getBeanClass()) ? new WithoutEmptyMap(whole) : whole;
    }
  }

  private static final class WithoutEmptyMap extends DelegatingDeserializer {
    private static final long serialVersionUID = 1;

    private WithoutEmptyMap(JsonDeserializer<?> whole) {
      super(whole);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> next) {
      return new WithoutEmptyMap(next);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      Object read = super.deserialize(parser, context);
      switch (read) {
        case Condition one when one.getAdditionalProperties().isEmpty() ->
            one.setAdditionalProperties(Map.of());
        case ObjectMeta one when one.getAdditionalProperties().isEmpty() ->
            one.setAdditionalProperties(Map.of());
        case OwnerReference one when one.getAdditionalProperties().isEmpty() ->
            one.setAdditionalProperties(Map.of());
        case JobCondition one when one.getAdditionalProperties().isEmpty() ->
            one.setAdditionalProperties(Map.of());
        case PodCondition one when one.getAdditionalProperties().isEmpty() ->
            one.setAdditionalProperties(Map.of());
        case null, default -> {}
      }
      return read;
    }
  }
}
