package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.VerificationSpec.IntegritySpec;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.MaintenanceSpec;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.api.worker.RunTemplate;
import dev.salvaguarda.controller.worker.manifest.JobSeries;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose passes these are, what they are asked to do, and how far they are.
 *
 * @param object that owns their Jobs, and whose status tells of them
 * @param repositoryName of the repository that is worked on
 * @param repository the same as it is known; null if there is none
 * @param asked null if none are asked for
 * @param status null if there never were any
 */
record PassSubject(
    PassKind kind,
    HasMetadata object,
    String repositoryName,
    @Nullable BackupRepository repository,
    @Nullable Asked asked,
    @Nullable MaintenanceStatus status) {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * What the specification asks for.
   *
   * @param readPercent how much of all packs is read; 0 means none
   */
  record Asked(String cron, String timeZone, int readPercent, @Nullable RunTemplate template) {}

  /** The maintenance of a repository. */
  static PassSubject of(BackupRepository repository) {
    MaintenanceSpec spec = repository.getSpec().maintenance();
    return new PassSubject(
        PassKind.MAINTENANCE,
        repository,
        repository.getMetadata().getName(),
        repository,
        spec == null ? null : new Asked(spec.cron(), spec.timeZone(), 0, spec.runTemplate()),
        repository.getStatus() == null ? null : repository.getStatus().maintenance());
  }

  /**
   * The readings of a policy. One that is suspended has none due; what is going on goes on.
   *
   * @param first of its repositories; null if there is none
   */
  static PassSubject of(BackupPolicy policy, @Nullable BackupRepository first) {
    BackupPolicySpec spec = policy.getSpec();
    IntegritySpec wanted = spec.verification() == null ? null : spec.verification().integrity();
    MaintenanceStatus status = policy.getStatus() == null ? null : policy.getStatus().integrity();
    boolean over = status == null || status.phase() == null || !isOpen(status);
    return new PassSubject(
        PassKind.INTEGRITY,
        policy,
        spec.repositories().getFirst().name(),
        first,
        wanted == null || (spec.suspend() && over)
            ? null
            : new Asked(wanted.cron(), spec.timeZone(), wanted.readPercent(), spec.runTemplate()),
        status);
  }

  /** Whether a pass waits or is at work. */
  static boolean isOpen(@Nullable MaintenanceStatus status) {
    return status != null
        && status.phase() != null
        && switch (status.phase()) {
          case WAITING, RUNNING -> true;
          case SUCCEEDED, DEGRADED, FAILED -> false;
        };
  }

  String namespace() {
    return object.getMetadata().getNamespace();
  }

  String name() {
    return object.getMetadata().getName();
  }

  MaintenanceStatus told() {
    return Objects.requireNonNullElseGet(status, MaintenanceStatus::none);
  }

  /** What it is about, which must be there by now. */
  BackupRepository required() {
    return Objects.requireNonNull(repository, "nothing begins without a repository");
  }

  Optional<RunTemplate> template() {
    return Optional.ofNullable(asked).map(Asked::template);
  }

  /** The Jobs of the pass that was due at this time, or of none. */
  JobSeries jobs(@Nullable Instant dueAt) {
    return new JobSeries(
        kind.series(), dueAt == null ? name() : name() + "-" + MINUTE.format(dueAt));
  }
}
