package dev.salvaguarda.app.wiring;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Leaves out, of every object that is read, the record of who manages which field: it is as large
 * as the rest of a small object, and nobody here reads it. An informer's item store could drop it,
 * too, but the SDK gives one and the same store to the informers of all watched namespaces, and
 * each of them deletes there what is not in its own.
 */
@Singleton
public final class SlimObjects implements KubernetesClientObjectMapperCustomizer {

  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagers {}

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, WithoutManagers.class);
  }
}
