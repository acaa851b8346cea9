package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.host.HostSeen;
import dev.salvaguarda.controller.record.RunOwner;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.controller.retention.RetentionReading;
import dev.salvaguarda.controller.source.HostPathRule;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;

/** Turns what the informers hold into values. */
public final class PolicyGatherer {
  private final HostPathRule hostPaths;

  public PolicyGatherer(HostPathRule hostPaths) {
    this.hostPaths = hostPaths;
  }

  /**
   * One look at the world.
   *
   * @param runs at least all runs of the policy; others are left out
   * @param tests at least all restores that name the policy; others are left out
   * @param repositories at least all that the policy names
   * @param places all that the operator sees
   * @param host what is known of the host of its guests
   */
  PolicySeen gather(
      BackupPolicy policy,
      Collection<BackupRun> runs,
      Collection<Restore> tests,
      Collection<BackupRepository> repositories,
      Places places,
      HostSeen host) {
    var metadata = policy.getMetadata();
    PolicySeen.Identity identity =
        new PolicySeen.Identity(
            metadata.getNamespace(),
            metadata.getName(),
            metadata.getUid(),
            Objects.requireNonNullElse(metadata.getGeneration(), 0L),
            Instant.parse(metadata.getCreationTimestamp()),
            RetentionReading.confirmed(policy));
    BackupPolicyStatus status =
        policy.getStatus() == null ? BackupPolicyStatus.none() : policy.getStatus();
    RunHistory history =
        new RunHistory(
            runs.stream().filter(run -> RunOwner.isOf(run, policy)).map(PolicyRun::of).toList());
    PresentSource source =
        PresentSource.of(policy.getSpec(), status, history)
            .refused(hostPaths.obstacle(policy.getSpec()).orElse(null));
    return new PolicySeen(
        identity,
        policy.getSpec(),
        status,
        source,
        history,
        new TestHistory(
            tests.stream()
                .filter(test -> PolicyTest.isOf(test, identity))
                .map(test -> PolicyTest.of(test, identity, policy.getSpec(), source))
                .toList()),
        policy.getSpec().repositories().stream()
            .map(LocalRef::name)
            .map(name ->
                PolicyRepository.of(
                    name,
                    repositories.stream()
                        .filter(found -> found.getMetadata().getName().equals(name))
                        .findFirst(),
                    places))
            .toList(),
        host);
  }
}
