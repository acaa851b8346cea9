package dev.salvaguarda.app.wiring;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JacksonStdImpl;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.util.Set;

/**
 * Reads a text that was read a while ago as the same instance: most of what the watches hold are
 * words of conditions, names and times that stand in many places of an object and in many objects.
 * Only in what watches hold, so that nothing of a Secret stays here.
 */
@JacksonStdImpl
final class KnownTexts extends StdScalarDeserializer<String> implements ContextualDeserializer {
  private static final long serialVersionUID = 1;

  /** Each is as good as forgotten once another of its place is read; some 300 KiB at most. */
  private static final int PLACES = 1 << 11;

  /** Longer ones are messages, which differ. */
  private static final int LONGEST = 100;

  private static final Set<Class<?>> WATCHED =
      Set.of(
          CustomResource.class,
          Condition.class,
          ObjectMeta.class,
          OwnerReference.class,
          Job.class,
          JobStatus.class,
          JobCondition.class,
          Pod.class,
          PodSpec.class,
          PodStatus.class,
          PodCondition.class,
          ContainerStatus.class);

  private final Keeping keeping = new Keeping();

  KnownTexts() {
    super(String.class);
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    return property != null && property.getMember() != null && isWatched(property)
        ? keeping
        : StringDeserializer.instance;
  }

  /** Annotations may hold a whole object, even a Secret. */
  private static boolean isWatched(BeanProperty property) {
    Class<?> owner = property.getMember().getDeclaringClass();
    return (owner.getName().startsWith("dev.salvaguarda.api.") || WATCHED.contains(owner))
        && (!property.getType().isMapLikeType() || property.getName().equals("labels"));
  }

  /** For whoever does not say of what the text is a part. */
  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    return StringDeserializer.instance.deserialize(parser, context);
  }

  @Override
  public Object getEmptyValue(DeserializationContext context) {
    return "";
  }

  private static final class Keeping extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1;

    /** Threads that lose what another one wrote here read a text once more. */
    private final transient String[] known = new String[PLACES];

    private Keeping() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = StringDeserializer.instance.deserialize(parser, context);
      return text == null || text.length() > LONGEST ? text : known(text);
    }

    @Override
    public Object getEmptyValue(DeserializationContext context) {
      return "";
    }

    private String known(String text) {
      int hash = text.hashCode();
      int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
      String before = known[place];
      if (text.equals(before)) {
        return before;
      }
      known[place] = text;
      return text;
    }
  }
}
