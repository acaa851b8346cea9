package dev.salvaguarda.controller.journal;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Into which journal a notice goes: that of the first repository of the policy that it tells of.
 * Where it tells of no policy, as a digest does, or of one that is gone, it is the repository of
 * the namespace whose name comes first.
 */
final class JournalPlaces {
  private final Map<String, String> firstByPolicyUid;
  private final TreeMap<String, BackupRepository> repositories;

  JournalPlaces(Collection<BackupPolicy> policies, Collection<BackupRepository> repositories) {
    this.firstByPolicyUid =
        policies.stream()
            .filter(policy -> !policy.getSpec().repositories().isEmpty())
            .collect(
                Collectors.toMap(
                    policy -> policy.getMetadata().getUid(),
                    policy -> policy.getSpec().repositories().getFirst().name()));
    this.repositories = new TreeMap<>();
    repositories.forEach(one -> this.repositories.put(one.getMetadata().getName(), one));
  }

  /** Name of a BackupRepository, which need not exist; empty if the namespace has none. */
  Optional<String> nameFor(Notice notice) {
    // What a policy's runs and tests tell goes out in a thread that has the policy's UID.
    String first = firstByPolicyUid.get(notice.getSpec().thread());
    return first != null
        ? Optional.of(first)
        : Optional.ofNullable(repositories.firstEntry()).map(Map.Entry::getKey);
  }

  @Nullable BackupRepository find(String name) {
    return repositories.get(name);
  }
}
