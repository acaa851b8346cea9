package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunSpec;
import dev.salvaguarda.api.run.TriggerSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where one informer keeps its runs, found by name and by policy. Safe for use by many threads. */
final class RunShelf implements ItemStore<BackupRun> {
  private final RunPacking packing;
  private final Map<String, PolicyRuns> byPolicy = new HashMap<>();

  /** Keys of the policies of those runs alone whose names don't begin with their policy's. */
  private final Map<String, String> strangers = new HashMap<>();

  RunShelf(RunPacking packing) {
    this.packing = packing;
  }

  @Override
  public String getKey(BackupRun run) {
    return Cache.metaNamespaceKeyFunc(run);
  }

  @Override
  public @Nullable BackupRun put(String key, BackupRun run) {
    String policy = key(run.getMetadata().getNamespace(), run.getSpec().policyRef().name());
    PolicyRuns before;
    synchronized (this) {
      before = take(key);
      byPolicy.put(
          policy, byPolicy.getOrDefault(policy, PolicyRuns.none(packing, policy)).with(run));
      if (!key.startsWith(policy + "-")) {
        strangers.put(key, policy);
      }
    }
    return get(key, before);
  }

  @Override
  public @Nullable BackupRun remove(String key) {
    return get(key, take(key));
  }

  @Override
  public @Nullable BackupRun get(String key) {
    PolicyRuns holder;
    synchronized (this) {
      holder = holder(key);
    }
    return get(key, holder);
  }

  private static @Nullable BackupRun get(String key, @Nullable PolicyRuns holder) {
    return holder == null ? null : holder.get(name(key));
  }

  /** Where it was before; null if there is no such run. */
  private synchronized @Nullable PolicyRuns take(String key) {
    PolicyRuns before = holder(key);
    if (before != null) {
      strangers.remove(key);
      PolicyRuns others = before.without(name(key));
      if (others.isEmpty()) {
        byPolicy.remove(before.key());
      } else {
        byPolicy.put(before.key(), others);
      }
    }
    return before;
  }

  /** Those among which a run is; null if there is no such run. */
  private @Nullable PolicyRuns holder(String key) {
    String policy = strangers.get(key);
    if (policy != null) {
      return byPolicy.get(policy);
    }
    for (int end = key.lastIndexOf('-'); end > 0; end = key.lastIndexOf('-', end - 1)) {
      PolicyRuns runs = byPolicy.get(key.substring(0, end));
      if (runs != null && runs.names().anyMatch(name(key)::equals)) {
        return runs;
      }
    }
    return null;
  }

  /** All runs of a policy, whole. */
  List<BackupRun> ofPolicy(String namespace, String policy) {
    PolicyRuns runs;
    synchronized (this) {
      runs = byPolicy.get(key(namespace, policy));
    }
    return runs == null ? List.of() : runs.all();
  }

  List<RunBrief> briefs() {
    return policies().flatMap(PolicyRuns::briefs).toList();
  }

  @Override
  public Stream<String> keySet() {
    return policies().flatMap(runs -> runs.names().map(name -> key(runs.namespace(), name)));
  }

  /**
   * Namespace, name and policy of each alone: an informer asks for all at once when it has listed
   * anew, to find out which are gone, and all of them whole would not fit the memory.
   */
  @Override
  public Stream<BackupRun> values() {
    return policies().flatMap(RunShelf::named);
  }

  @Override
  public int size() {
    return (int) keySet().count();
  }

  /** Events are told at once, not kept until the first list is whole. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private synchronized Stream<PolicyRuns> policies() {
    return List.copyOf(byPolicy.values()).stream();
  }

  private static Stream<BackupRun> named(PolicyRuns runs) {
    // Thousands of runs then share these.
    String namespace = runs.namespace();
    BackupRunSpec spec =
        new BackupRunSpec(new LocalRef(runs.policy()), TriggerSpec.MANUAL, List.of(), false, null);
    return runs.names()
        .map(name -> {
          BackupRun run = new BackupRun();
          run.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
          run.setSpec(spec);
          return run;
        });
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static String name(String key) {
    return key.substring(key.indexOf('/') + 1);
  }
}
