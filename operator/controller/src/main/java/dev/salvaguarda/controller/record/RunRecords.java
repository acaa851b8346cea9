package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Every run of the watched namespaces, from one watch for all who read them; a little behind the
 * API server. What is read here is whole, but it is for reading: the run's own reconciler alone
 * writes, from its own watch.
 */
public final class RunRecords {
  /**
   * Objects in one answer of the API server to a watch that lists what is there; more would have to
   * fit the memory all at once, and for several watches at the same time.
   */
  public static final long PAGE = 500;

  private final MixedOperation<BackupRun, KubernetesResourceList<BackupRun>, Resource<BackupRun>>
      runs;
  private final RunPacking packing;
  private final List<SharedIndexInformer<BackupRun>> informers = new CopyOnWriteArrayList<>();
  private final List<RunShelf> shelves = new CopyOnWriteArrayList<>();
  private final List<ResourceEventHandler<BackupRun>> listeners = new CopyOnWriteArrayList<>();
  private final SharedObjects<BackupPolicy> policies = new SharedObjects<>();

  /**
   * @param runs lists and watches them
   * @param json as they are read
   */
  public RunRecords(
      MixedOperation<BackupRun, KubernetesResourceList<BackupRun>, Resource<BackupRun>> runs,
      KubernetesSerialization json) {
    this.runs = runs;
    this.packing = new RunPacking(json);
  }

  /** All runs of a policy. */
  public List<BackupRun> ofPolicy(String namespace, String policy) {
    return shelves.stream().flatMap(shelf -> shelf.ofPolicy(namespace, policy).stream()).toList();
  }

  /** The little that is known of every run at once. */
  public List<RunBrief> briefs() {
    return shelves.stream().flatMap(shelf -> shelf.briefs().stream()).toList();
  }

  /**
   * Where one more informer keeps the policies of the runs.
   *
   * @param settings of the reconciler that watches them
   * @return null if it has to keep them for itself
   */
  public @Nullable ItemStore<BackupPolicy> policyStore(ControllerConfiguration<?> settings) {
    return policies.store(settings.getInformerConfig().getEffectiveNamespaces(settings));
  }

  /** Tells of each run that is there, once, and of what changes from now on. */
  synchronized void listen(ResourceEventHandler<BackupRun> listener) {
    listeners.add(listener);
    informers.forEach(informer -> informer.addEventHandler(listener));
  }

  /**
   * Begins to watch, unless that is done; returns once every run is known.
   *
   * @throws OperatorException if that can't be
   */
  synchronized void start(Set<String> namespaces, Duration patience) {
    if (!informers.isEmpty()) {
      return;
    }
    if (InformerConfiguration.allNamespacesWatched(namespaces)) {
      informers.add(runs.inAnyNamespace().withLimit(PAGE).runnableInformer(0));
    } else {
      namespaces.forEach(namespace ->
          informers.add(runs.inNamespace(namespace).withLimit(PAGE).runnableInformer(0)));
    }
    try {
      informers.forEach(informer -> fill(informer, patience));
    } catch (OperatorException e) {
      // Whoever asks next must not take what is there for all there is.
      forget();
      throw e;
    }
  }

  private void fill(SharedIndexInformer<BackupRun> informer, Duration patience) {
    RunShelf shelf = new RunShelf(packing);
    shelves.add(shelf);
    informer.removeIndexer("namespace");
    informer.itemStore(shelf);
    listeners.forEach(informer::addEventHandler);
    informer.exceptionHandler(
        (hadStarted, error) -> hadStarted && !ExceptionHandler.isDeserializationException(error));
    try {
      informer.start().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException("interrupted while runs were listed", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new OperatorException("the runs could not be listed", e);
    }
  }

  /** Whether a watch is lost; false before the start. */
  boolean isLost() {
    return informers.stream().anyMatch(informer -> !informer.isRunning());
  }

  synchronized void stop() {
    forget();
    listeners.clear();
  }

  private void forget() {
    informers.forEach(SharedIndexInformer::stop);
    informers.clear();
    shelves.clear();
  }
}
