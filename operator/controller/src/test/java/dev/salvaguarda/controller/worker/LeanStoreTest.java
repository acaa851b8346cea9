package dev.salvaguarda.controller.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeanStoreTest {
  private static final Set<String> ALL = Set.of("JOSDK_ALL_NAMESPACES");

  private final ItemStore<Job> jobs = Objects.requireNonNull(LeanStore.jobs(ALL));
  private final ItemStore<Pod> pods = Objects.requireNonNull(LeanStore.pods(ALL));

  @Test
  void ofAJobIsKeptWhoItIsAndHowItIs() {
    Job whole = job();

    jobs.put("finance/nightly", whole);

    Job kept = Objects.requireNonNull(jobs.get("finance/nightly"));
    assertThat(kept.getSpec()).isNull();
    assertThat(kept.getMetadata()).isEqualTo(whole.getMetadata());
    assertThat(kept.getStatus()).isEqualTo(whole.getStatus());
    assertThat(whole).as("what the watch was sent").isEqualTo(job());
  }

  @Test
  void ofAPodIsKeptItsNodeAsWell() {
    Pod whole = pod("node-a");

    pods.put("finance/nightly-x", whole);

    Pod kept = Objects.requireNonNull(pods.get("finance/nightly-x"));
    assertThat(kept.getSpec().getNodeName()).isEqualTo("node-a");
    assertThat(kept.getSpec().getContainers()).isEmpty();
    assertThat(kept.getMetadata()).isEqualTo(whole.getMetadata());
    assertThat(kept.getStatus()).isEqualTo(whole.getStatus());
    assertThat(whole).as("what the watch was sent").isEqualTo(pod("node-a"));
  }

  @Test
  void whatWasThereBeforeIsToldOfAsItWasKept() {
    pods.put("finance/nightly-x", pod(null));

    Pod before = Objects.requireNonNull(pods.put("finance/nightly-x", pod("node-a")));

    assertThat(before.getSpec().getNodeName()).isNull();
    assertThat(Objects.requireNonNull(pods.remove("finance/nightly-x")).getSpec().getNodeName())
        .isEqualTo("node-a");
    assertThat(pods.size()).isZero();
  }

  @Test
  void severalNamespacesAreLeftToTheFramework() {
    assertThat(LeanStore.jobs(Set.of("finance", "registry"))).isNull();
    assertThat(LeanStore.pods(Set.of("finance", "registry"))).isNull();
  }

  private static Job job() {
    return new JobBuilder()
        .withNewMetadata()
        .withName("nightly")
        .withNamespace("finance")
        .addToLabels("app", "worker")
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withNewTemplate()
        .withNewSpec()
        .addNewContainer()
        .withName("worker")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .withNewStatus()
        .withActive(1)
        .endStatus()
        .build();
  }

  private static Pod pod(@Nullable String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("nightly-x")
        .withNamespace("finance")
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .addNewContainer()
        .withName("worker")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }
}
