package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.controller.source.SourceWorkload;
import dev.salvaguarda.controller.worker.WatchedWorkers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the watches know around a run; may be a little behind the API server. Runs and policies are
 * found by index, so that the cost of a look grows with a group, not with a namespace.
 */
final class RunCache {
  /** Runs that have not ended, by {@link #key} of their policy. */
  static final String OPEN_BY_POLICY = "open-by-policy";

  /** Runs that are not settled, by key of their policy. */
  static final String BY_POLICY = "by-policy";

  /** Policies, by the bucket of each group of their source. */
  static final String BY_GROUP = "by-group";

  /** An index has a map for each of its values, and mostly each policy has a group of its own. */
  private static final int BUCKETS = 1 << 10;

  private final Context<BackupRun> context;
  private final RunRecords records;

  RunCache(Context<BackupRun> context, RunRecords records) {
    this.context = context;
    this.records = records;
  }

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  static List<String> policyOf(BackupRun run) {
    return List.of(key(run.getMetadata().getNamespace(), run.getSpec().policyRef().name()));
  }

  static List<String> policyOfOpen(BackupRun run) {
    return isOpen(run) ? policyOf(run) : List.of();
  }

  private static List<String> groupsOf(BackupPolicy policy) {
    String namespace = policy.getMetadata().getNamespace();
    return SourceWorkload.of(policy.getMetadata().getName(), policy.getSpec()).groups().stream()
        .map(group -> key(namespace, group))
        .toList();
  }

  static List<String> bucketsOf(BackupPolicy policy) {
    return groupsOf(policy).stream().map(RunCache::bucket).distinct().toList();
  }

  private static String bucket(String group) {
    return Integer.toString(group.hashCode() & (BUCKETS - 1));
  }

  static boolean isOpen(BackupRun run) {
    return run.getStatus() == null
        || run.getStatus().phase() == null
        || !run.getStatus().phase().isFinal();
  }

  /** All runs of a policy, also those that ended long ago. */
  List<BackupRun> runsOf(String namespace, String policy) {
    return records.ofPolicy(namespace, policy);
  }

  /** Runs that have not ended and must not overlap with one of this policy and these groups. */
  List<BackupRun> rivals(String namespace, String policy, Collection<String> groups) {
    Stream<String> policies =
        groups.stream()
            .flatMap(group -> ofGroup(cache(BackupPolicy.class), key(namespace, group)))
            .map(found -> found.getMetadata().getName());
    return open(
        primaries(),
        Stream.concat(Stream.of(policy), policies).distinct().map(name -> key(namespace, name)));
  }

  /** The policies with this key of a group; others are in its bucket, too. */
  static Stream<BackupPolicy> ofGroup(IndexedResourceCache<BackupPolicy> policies, String group) {
    return policies.byIndex(BY_GROUP, bucket(group)).stream()
        .filter(found -> groupsOf(found).contains(group));
  }

  /**
   * The open runs of policies with these keys. The index tells what the watch has brought, which
   * may be less than what we wrote ourselves, such as the end for which the next in line is woken.
   */
  static List<BackupRun> open(IndexedResourceCache<BackupRun> runs, Stream<String> policies) {
    return policies
        .flatMap(key -> runs.byIndex(OPEN_BY_POLICY, key).stream())
        .flatMap(run -> runs.get(ResourceID.fromResource(run)).stream())
        .filter(RunCache::isOpen)
        .toList();
  }

  Optional<BackupRun> run(String namespace, String name) {
    return primaries().get(new ResourceID(name, namespace));
  }

  Optional<BackupPolicy> policy(String namespace, String name) {
    return cache(BackupPolicy.class).get(new ResourceID(name, namespace));
  }

  Optional<BackupRepository> repository(String namespace, String name) {
    return cache(BackupRepository.class).get(new ResourceID(name, namespace));
  }

  /** What is known to be damaged at the repository's place. */
  KnownDamage damage(BackupRepository repository) {
    return new Places(cache(BackupRepository.class)::list, cache(BackupPolicy.class)::list)
        .damage(repository);
  }

  /** The Jobs and pods of the run that is reconciled. */
  WatchedWorkers workers() {
    return new WatchedWorkers(
        context.getSecondaryResources(Job.class), context.getSecondaryResources(Pod.class));
  }

  private IndexedResourceCache<BackupRun> primaries() {
    return context.getPrimaryCache();
  }

  private <R extends HasMetadata> InformerEventSource<R, BackupRun> cache(Class<R> kind) {
    return (InformerEventSource<R, BackupRun>)
        context.eventSourceRetriever().getEventSourceFor(kind);
  }
}
