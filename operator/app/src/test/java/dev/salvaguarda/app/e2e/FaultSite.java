package dev.salvaguarda.app.e2e;

import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.failure.RetryMeaning;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A namespace of a story in which something breaks. */
record FaultSite(FaultWorld world, String namespace) {
  /** How often the operator tries. */
  private static final int ATTEMPTS = 3;

  /** Neighbouring seeds begin alike otherwise. */
  static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }

  KubernetesClient client() {
    return world.cluster.client();
  }

  void secret(String name, Map<String, String> data) {
    client().resource(Manifests.secret(namespace, name, data)).create();
  }

  /** The Secret of who may read databases. */
  void readerSecret() {
    secret("reader", Map.of("username", FaultWorld.READER, "password", FaultWorld.READER_PASSWORD));
  }

  void awaitReady(String repository) {
    await().atMost(Duration.ofMinutes(4)).until(() -> isReady(repository));
  }

  private boolean isReady(String repository) {
    return Optional.ofNullable(
            client()
                .resources(BackupRepository.class)
                .inNamespace(namespace)
                .withName(repository)
                .require()
                .getStatus())
        .stream()
        .flatMap(status -> status.conditions().stream())
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** Whether what ended like this was not given all attempts, although another could help. */
  static boolean gaveUpTooEarly(@Nullable Integer attempt, @Nullable String reason) {
    return attempt != null
        && attempt < ATTEMPTS
        && Stream.of(FailureReason.values())
            .filter(one -> one.wireName().equals(reason))
            .anyMatch(one -> one.retry() == RetryMeaning.BACK_OFF);
  }

  /** All that a person would look at to understand what went wrong with objects of these kinds. */
  @SafeVarargs
  final String tell(Class<? extends CustomResource<?, ?>>... kinds) {
    StringBuilder all = new StringBuilder();
    for (Class<? extends CustomResource<?, ?>> kind : kinds) {
      client().resources(kind).inNamespace(namespace).list().getItems().stream()
          .map(one -> "\n" + one.getMetadata().getName() + ": " + one.getStatus())
          .forEach(all::append);
    }
    client().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(event -> "\n" + event.getReason() + ": " + event.getMessage())
        .forEach(all::append);
    return all.append('\n').append(world.operatorLogs()).toString();
  }
}
