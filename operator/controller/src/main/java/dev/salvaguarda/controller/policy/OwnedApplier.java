package dev.salvaguarda.controller.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and deletes what the operator makes for a policy. Doing it twice does nothing more. */
final class OwnedApplier {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedApplier.class);

  private final KubernetesClient client;

  OwnedApplier(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Creates the object; where its name is somebody else's, under another one.
   *
   * @param isSame whether an object that was found is the very one that was to be created
   * @param distinguished the same under the other name
   * @return the object, if it was created just now and not before
   */
  <R extends HasMetadata> Optional<R> create(
      R wanted, BiPredicate<R, R> isSame, UnaryOperator<R> distinguished) {
    Optional<R> made = createUnlessTaken(wanted);
    if (made.isPresent()) {
      return made;
    }
    R found = client.resource(wanted).get();
    return found != null && isSame.test(wanted, found)
        ? Optional.empty()
        : createUnlessTaken(distinguished.apply(wanted));
  }

  private <R extends HasMetadata> Optional<R> createUnlessTaken(R wanted) {
    try {
      return Optional.of(client.resource(wanted).create());
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  void delete(Class<? extends HasMetadata> kind, String namespace, String name) {
    client.resources(kind).inNamespace(namespace).withName(name).delete();
    LOG.atDebug()
        .addKeyValue("namespace", namespace)
        .addKeyValue("kind", kind.getSimpleName())
        .addKeyValue("name", name)
        .log("old object deleted");
  }
}
