package dev.salvaguarda.controller.adapter.kubernetes;

import dev.salvaguarda.api.policy.HookExec;
import dev.salvaguarda.controller.port.PodExec;
import dev.salvaguarda.domain.hook.HookOutcome;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.text.Sentence;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Programs in pods through the API server, which asks the node's kubelet. What they write is thrown
 * away: it may hold anything.
 */
public final class KubernetesPodExec implements PodExec {
  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /** The client's word for an end without an exit status. */
  private static final int NO_STATUS = -1;

  private static final int MAX_NAME = 100;

  private final KubernetesClient client;

  public KubernetesPodExec(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public HookOutcome run(String namespace, HookExec exec, Duration timeout) {
    if (exec.podSelector() == null
        ? exec.pod() == null
        : exec.podSelector().matchLabels().isEmpty()) {
      // The API server would take it for all pods.
      return HookOutcome.failed("The hook names neither a pod nor labels.");
    }
    List<Pod> pods;
    try {
      pods = pods(namespace, exec);
    } catch (KubernetesClientException refused) {
      return HookOutcome.failed(unseen(refused));
    }
    if (pods.isEmpty()) {
      return HookOutcome.failed("There is %s.".formatted(nobody(exec)));
    }
    // An application in maintenance mode may well not be ready: that its program runs is enough.
    Optional<Pod> running =
        pods.stream()
            .filter(pod -> runs(pod, container(pod, exec)))
            .min(
                Comparator.comparing((Pod pod) -> !Readiness.isPodReady(pod))
                    .thenComparing(KubernetesPodExec::name));
    return running
        .map(pod -> run(pod, container(pod, exec), exec, timeout))
        .orElseGet(() -> HookOutcome.failed(obstacle(pods.getFirst(), exec)));
  }

  private List<Pod> pods(String namespace, HookExec exec) {
    var all = client.pods().inNamespace(namespace);
    return (exec.podSelector() == null
            ? all.withField("metadata.name", Objects.requireNonNull(exec.pod()))
            : all.withLabels(exec.podSelector().matchLabels()))
        .list()
        .getItems();
  }

  private static String unseen(KubernetesClientException refused) {
    return refused.getCode() == 0
        ? "The pods of the namespace could not be looked for: the API server did not answer."
        : "The pods of the namespace could not be looked for: the API server answered with status %d."
            .formatted(refused.getCode());
  }

  private HookOutcome run(Pod pod, String container, HookExec exec, Duration timeout) {
    try (ExecWatch program =
        client
            .pods()
            .resource(pod)
            .inContainer(container)
            .withReadyWaitTimeout(0)
            .writingOutput(OutputStream.nullOutputStream())
            .writingError(OutputStream.nullOutputStream())
            .exec(exec.command().toArray(String[]::new))) {
      return judged(program.exitCode().get(timeout.toMillis(), TimeUnit.MILLISECONDS), exec, pod);
    } catch (TimeoutException _) {
      return HookOutcome.failed(
          "%s in pod %s did not end within %s."
              .formatted(program(exec), name(pod), DurationText.of(timeout)));
    } catch (ExecutionException _) {
      return broken(exec, pod);
    } catch (KubernetesClientException refused) {
      return refused(refused, pod);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return HookOutcome.failed("The call was broken off, because the operator stops.");
    }
  }

  /** Null is a connection that was closed in good order, with the program's end unsaid. */
  static HookOutcome judged(@Nullable Integer status, HookExec exec, Pod pod) {
    if (status == null) {
      return broken(exec, pod);
    }
    return status == NO_STATUS
        ? HookOutcome.failed(
            "%s could not be started in pod %s.".formatted(program(exec), name(pod)))
        : new HookOutcome(
            status == 0,
            "%s in pod %s ended with status %d.".formatted(program(exec), name(pod), status));
  }

  private static HookOutcome broken(HookExec exec, Pod pod) {
    return HookOutcome.failed(
        "The connection to pod %s broke before %s had ended.".formatted(name(pod), program(exec)));
  }

  /** Without its arguments, which may hold a secret against all advice. */
  private static String program(HookExec exec) {
    return Sentence.oneLine(exec.command().getFirst(), MAX_NAME);
  }

  private static HookOutcome refused(KubernetesClientException refused, Pod pod) {
    int code = code(refused);
    if (code == HttpURLConnection.HTTP_FORBIDDEN) {
      return HookOutcome.failed(
          "The operator may not run programs in pods of namespace %s: add it to hooks.execNamespaces of the chart."
              .formatted(pod.getMetadata().getNamespace()));
    }
    return HookOutcome.failed(
        code == HttpURLConnection.HTTP_NOT_FOUND
            ? "The pod %s is gone.".formatted(name(pod))
            : "The node of pod %s could not be reached.".formatted(name(pod)));
  }

  /** The client hides the answer to a web socket that was not opened. */
  private static int code(KubernetesClientException refused) {
    for (Throwable at = refused; at != null; at = at.getCause()) {
      if (at instanceof WebSocketHandshakeException handshake && handshake.getResponse() != null) {
        return handshake.getResponse().code();
      }
    }
    return refused.getCode();
  }

  private static String obstacle(Pod pod, HookExec exec) {
    String container = container(pod, exec);
    List<String> names = pod.getSpec().getContainers().stream().map(Container::getName).toList();
    return names.contains(container)
        ? "The container %s of pod %s does not run.".formatted(container, name(pod))
        : "The pod %s has no container %s; it has %s."
            .formatted(name(pod), container, String.join(", ", names));
  }

  private static String nobody(HookExec exec) {
    return exec.podSelector() == null
        ? "no pod %s in the namespace".formatted(exec.pod())
        : "no pod in the namespace with the labels %s"
            .formatted(
                exec.podSelector().matchLabels().entrySet().stream()
                    .map(label -> label.getKey() + "=" + label.getValue())
                    .sorted()
                    .collect(Collectors.joining(", ")));
  }

  private static String container(Pod pod, HookExec exec) {
    if (exec.container() != null) {
      return exec.container();
    }
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    @Nullable String usual = annotations == null ? null : annotations.get(DEFAULT_CONTAINER);
    return usual == null ? pod.getSpec().getContainers().getFirst().getName() : usual;
  }

  private static boolean runs(Pod pod, String container) {
    return pod.getStatus() != null
        && pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getContainerStatuses().stream()
            .anyMatch(status ->
                status.getName().equals(container)
                    && status.getState() != null
                    && status.getState().getRunning() != null);
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
