package dev.salvaguarda.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every state of every object of some kinds in a namespace, in the order of the writes. */
final class ChangeLog implements AutoCloseable {
  private final Queue<JsonNode> states = new ConcurrentLinkedQueue<>();
  private final Queue<WatcherException> ends = new ConcurrentLinkedQueue<>();
  private final KubernetesSerialization json;
  private final List<Watch> watches = new ArrayList<>();

  ChangeLog(KubernetesClient client, String namespace, List<Class<? extends HasMetadata>> kinds) {
    json = client.getKubernetesSerialization();
    for (Class<? extends HasMetadata> kind : kinds) {
      watches.add(client.resources(kind).inNamespace(namespace).watch(watcher()));
    }
  }

  /** The states of each object, by kind, name and uid. */
  Map<String, List<JsonNode>> states() {
    if (!ends.isEmpty()) {
      throw new IllegalStateException("a watch ended early", ends.peek());
    }
    Map<String, List<JsonNode>> byObject = new TreeMap<>();
    for (JsonNode state : states) {
      JsonNode meta = state.path("metadata");
      String key =
          "%s %s %s"
              .formatted(
                  state.path("kind").asText(),
                  meta.path("name").asText(),
                  meta.path("uid").asText());
      byObject.computeIfAbsent(key, _ -> new ArrayList<>()).add(state);
    }
    return byObject;
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }

  private <T extends HasMetadata> Watcher<T> watcher() {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, T object) {
        if (action != Action.DELETED) {
          states.add(json.convertValue(object, JsonNode.class));
        }
      }

      @Override
      public void onClose(WatcherException cause) {
        ends.add(cause);
      }
    };
  }
}
