package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunSpec;
import dev.salvaguarda.api.run.TriggerSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where one informer keeps its runs, found by name and by policy. Safe for use by many threads. */
final class RunShelf implements ItemStore<BackupRun> {
  private final RunPacking packing;
  private final Map<String, Shelved> byKey = new HashMap<>();
  private final Map<String, List<Shelved>> byPolicy = new HashMap<>();

  RunShelf(RunPacking packing) {
    this.packing = packing;
  }

  /** A run that ended is packed, another one whole. */
  private static final class Shelved {
    private final String key;
    private final RunBrief brief;
    private final byte @Nullable [] packed;
    private final @Nullable BackupRun whole;

    private Shelved(
        String key, RunBrief brief, byte @Nullable [] packed, @Nullable BackupRun whole) {
      this.key = key;
      this.brief = brief;
      this.packed = packed;
      this.whole = whole;
    }
  }

  @Override
  public String getKey(BackupRun run) {
    return Cache.metaNamespaceKeyFunc(run);
  }

  @Override
  public @Nullable BackupRun put(String key, BackupRun run) {
    RunBrief brief = RunBrief.of(run);
    byte[] packed = brief.phase().isFinal() ? packing.pack(run) : null;
    return unpacked(shelve(key, brief, packed, packed == null ? run : null));
  }

  private synchronized @Nullable Shelved shelve(
      String key, RunBrief brief, byte @Nullable [] packed, @Nullable BackupRun whole) {
    Shelved before = byKey.get(key);
    takeFromPolicy(before);
    List<Shelved> ofPolicy =
        byPolicy.computeIfAbsent(key(brief.namespace(), brief.policy()), _ -> new ArrayList<>());
    // Thousands of runs then share the names.
    RunBrief known = ofPolicy.isEmpty() ? brief : ofPolicy.getFirst().brief;
    Shelved next =
        new Shelved(key, brief.ofNames(known.namespace(), known.policy()), packed, whole);
    ofPolicy.add(next);
    byKey.put(key, next);
    return before;
  }

  @Override
  public @Nullable BackupRun remove(String key) {
    Shelved gone;
    synchronized (this) {
      gone = byKey.remove(key);
      takeFromPolicy(gone);
    }
    return unpacked(gone);
  }

  private void takeFromPolicy(@Nullable Shelved gone) {
    if (gone != null) {
      byPolicy.computeIfPresent(
          key(gone.brief.namespace(), gone.brief.policy()),
          (_, runs) -> {
            runs.removeIf(run -> run.key.equals(gone.key));
            return runs.isEmpty() ? null : runs;
          });
    }
  }

  @Override
  public @Nullable BackupRun get(String key) {
    Shelved found;
    synchronized (this) {
      found = byKey.get(key);
    }
    return unpacked(found);
  }

  /** All runs of a policy, whole. */
  List<BackupRun> ofPolicy(String namespace, String policy) {
    List<Shelved> found;
    synchronized (this) {
      found = List.copyOf(byPolicy.getOrDefault(key(namespace, policy), List.of()));
    }
    return found.stream().map(this::unpacked).toList();
  }

  synchronized List<RunBrief> briefs() {
    return byKey.values().stream().map(run -> run.brief).toList();
  }

  @Override
  public synchronized Stream<String> keySet() {
    return List.copyOf(byKey.keySet()).stream();
  }

  /**
   * Namespace, name and policy of each alone: an informer asks for all at once when it has listed
   * anew, to find out which are gone, and all of them whole would not fit the memory.
   */
  @Override
  public synchronized Stream<BackupRun> values() {
    return List.copyOf(byKey.values()).stream().map(RunShelf::named);
  }

  @Override
  public synchronized int size() {
    return byKey.size();
  }

  /** Events are told at once, not kept until the first list is whole. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private @Nullable BackupRun unpacked(@Nullable Shelved run) {
    if (run == null) {
      return null;
    }
    return run.packed == null ? run.whole : packing.unpack(run.packed);
  }

  private static BackupRun named(Shelved shelved) {
    BackupRun run = new BackupRun();
    RunBrief brief = shelved.brief;
    run.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(brief.namespace())
            .withName(shelved.key.substring(brief.namespace().length() + 1))
            .build());
    run.setSpec(
        new BackupRunSpec(
            new LocalRef(brief.policy()), TriggerSpec.MANUAL, List.of(), false, null));
    return run;
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
