package dev.salvaguarda.app.e2e;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The Restores of one namespace, as a person makes and reads them. */
record Restores(KubernetesClient client, String namespace) {
  private static final Duration LONG = Duration.ofMinutes(6);

  /**
   * Makes one.
   *
   * @param spec YAML of the spec
   */
  void create(String name, String spec) {
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Restore
        metadata: {name: %s, namespace: %s}
        spec:
        %s\
        """
            .formatted(name, namespace, spec.indent(2)));
  }

  /** What a person changes with {@code kubectl patch}. */
  void patch(String name, String spec) {
    client
        .resources(Restore.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":%s}".formatted(spec));
  }

  RestoreStatus await(String name, RestorePhase phase) {
    Awaitility.await(name + " becomes " + phase)
        .atMost(LONG)
        .until(() -> phase(name).filter(phase::equals).isPresent());
    return status(name);
  }

  /** The status once it has ended, however it did. */
  RestoreStatus ended(String name) {
    Awaitility.await(name + " ends")
        .atMost(LONG)
        .until(() -> phase(name).map(RestorePhase::isFinal).orElse(false));
    return status(name);
  }

  RestoreStatus status(String name) {
    return Objects.requireNonNull(
        client
            .resources(Restore.class)
            .inNamespace(namespace)
            .withName(name)
            .require()
            .getStatus());
  }

  /** A condition in the form {@code Passed=True}; empty while it is not there. */
  Optional<String> condition(String name, String type) {
    return status(name).conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .map(condition -> condition.getType() + "=" + condition.getStatus())
        .findFirst();
  }

  List<String> events(String name) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals("Restore"))
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .map(Event::getReason)
        .toList();
  }

  private Optional<RestorePhase> phase(String name) {
    return Optional.ofNullable(
            client.resources(Restore.class).inNamespace(namespace).withName(name).get())
        .map(Restore::getStatus)
        .map(RestoreStatus::phase);
  }
}
