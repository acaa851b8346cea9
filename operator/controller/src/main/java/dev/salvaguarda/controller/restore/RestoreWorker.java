package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.DatabaseTarget;
import dev.salvaguarda.api.restore.FilesTarget;
import dev.salvaguarda.api.restore.ProxmoxTarget;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.restore.RestoreTarget;
import dev.salvaguarda.api.restore.ScratchTarget;
import dev.salvaguarda.api.worker.RunTemplate;
import dev.salvaguarda.controller.attempt.AttemptOwner;
import dev.salvaguarda.controller.attempt.RepositoryWorkload;
import dev.salvaguarda.controller.source.DatabaseFiles;
import dev.salvaguarda.controller.source.FilesVolume;
import dev.salvaguarda.controller.source.ProxmoxFiles;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.controller.worker.manifest.ScratchSpace;
import dev.salvaguarda.controller.worker.manifest.WorkerJson;
import dev.salvaguarda.controller.worker.manifest.WorkerLabels;
import dev.salvaguarda.controller.worker.manifest.WorkerPaths;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.controller.worker.manifest.WorkerUser;
import dev.salvaguarda.domain.name.LabelValue;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.RestoreSelf.Into;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.ScratchNeed;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.WorkOrder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The worker that restores copies.
 *
 * @param restore that is tried
 * @param plan of all its copies
 * @param parts those of this attempt
 * @param repository that holds them
 * @param attempt counted from 1
 * @param template how its pod is set up; null means nothing special
 * @param lastAnswers numbers that checks answered last, by name
 * @param secondsLeft until all attempts must be over
 */
public record RestoreWorker(
    Restore restore,
    RestorePlan plan,
    List<Part> parts,
    BackupRepository repository,
    int attempt,
    @Nullable RunTemplate template,
    Map<String, BigDecimal> lastAnswers,
    long secondsLeft) {
  private static final DatabaseFiles LOGIN = new DatabaseFiles("target");
  private static final String SCRATCH_FOLDER = WorkerPaths.SCRATCH + "/restore";

  public RestoreWorker {
    parts = List.copyOf(parts);
    lastAnswers = Map.copyOf(lastAnswers);
  }

  /** What kind of place a restore goes to. */
  static Into kindOf(RestoreSpec spec) {
    return switch (spec.into()) {
      case ScratchTarget _ -> Into.SCRATCH;
      case DatabaseTarget _ -> Into.SERVER;
      case FilesTarget _ -> Into.FILES;
      case ProxmoxTarget _ -> isTest(spec) ? Into.SANDBOX : Into.HOST;
    };
  }

  /** What the cluster needs to start it. */
  public WorkerSpec spec() {
    var meta = restore.getMetadata();
    Map<String, String> labels = new LinkedHashMap<>();
    if (plan.policy() != null) {
      labels.put(ApiGroup.POLICY_LABEL, LabelValue.of(plan.policy()));
    }
    labels.put(ApiGroup.RESTORE_LABEL, LabelValue.of(meta.getName()));
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(ApiGroup.RESTORE_LABEL, meta.getName());
    annotations.put(WorkerLabels.REPOSITORY_ANNOTATION, repository.getMetadata().getName());
    RepositoryWorkload access = RepositoryWorkload.of(repository);
    List<Mount> mounts = new ArrayList<>(access.mounts());
    mounts.addAll(targetMounts());
    return new WorkerSpec(
        meta.getNamespace(),
        AttemptOwner.reference(restore),
        attempt,
        labels,
        annotations,
        secondsLeft,
        template,
        user(),
        scratch(),
        mounts,
        WorkerJson.of(
            WorkOrder.of(
                new WorkIdentity(
                    restore.getKind(), meta.getNamespace(), meta.getName(), meta.getUid(), attempt),
                task(access))));
  }

  private RestoreTask task(RepositoryWorkload access) {
    RestoreSpec spec = restore.getSpec();
    Map<String, String> renames = WantedNames.renames(spec);
    return new RestoreTask(
        access.access(),
        parts.stream()
            .map(part ->
                new RestoreTask.Wanted(
                    part.target(), part.snapshotId(), part.sha256(), renames.get(part.target())))
            .toList(),
        into(),
        spec.overwrite() == RestoreSpec.Overwrite.FORCE,
        WantedChecks.orders(spec, plan, parts.stream().map(Part::target).toList(), lastAnswers),
        template == null || template.bandwidth() == null
            ? 0
            : Quantity.getAmountInBytes(template.bandwidth()).longValue());
  }

  private RestoreInto into() {
    return switch (restore.getSpec().into()) {
      case ScratchTarget _ ->
          RestoreInto.of(new RestoreInto.Scratch(SCRATCH_FOLDER, scratch().bytes()));
      case DatabaseTarget server ->
          isPostgresql()
              ? RestoreInto.postgresql(server(server, 5432))
              : RestoreInto.mariadb(server(server, 3306));
      case FilesTarget files -> RestoreInto.of(directory(files));
      case ProxmoxTarget host -> guests(host);
    };
  }

  private static boolean isTest(RestoreSpec spec) {
    return spec.purpose() == RestoreSpec.Purpose.TEST;
  }

  private RestoreInto guests(ProxmoxTarget host) {
    ProxmoxFiles files = ProxmoxFiles.of(host);
    RestoreInto.Place place =
        new RestoreInto.Place(
            files.access(),
            Objects.requireNonNull(files.login(), "a target has one"),
            host.node(),
            host.storage(),
            host.firstVmid(),
            host.lastVmid());
    long patience =
        DurationText.parse(host.agentTimeout())
            .or(() -> DurationText.parse(ProxmoxTarget.DEFAULT_AGENT_TIMEOUT))
            .orElseThrow()
            .toSeconds();
    return isTest(restore.getSpec())
        ? RestoreInto.of(
            new RestoreInto.Sandbox(place, patience, host.startIsRequired(), secondsLeft))
        : RestoreInto.of(
            new RestoreInto.Guests(
                place,
                host.network() == ProxmoxTarget.Network.ISOLATED,
                host.unique(),
                Boolean.TRUE.equals(host.start()),
                patience));
  }

  private boolean isPostgresql() {
    RestoreTarget target = restore.getSpec().target();
    return target != null && target.postgresql() != null;
  }

  private static RestoreInto.Server server(DatabaseTarget target, int usualPort) {
    return new RestoreInto.Server(
        target.host(),
        Objects.requireNonNullElse(target.port(), usualPort),
        LOGIN.username(),
        LOGIN.password(),
        LOGIN.tls(target.tls()));
  }

  /** Who may not give files away keeps them all. */
  private RestoreInto.Directory directory(FilesTarget files) {
    boolean owners = files.owners();
    return new RestoreInto.Directory(
        WorkerPaths.TARGET_FILES,
        Objects.requireNonNullElse(files.subPath(), ""),
        files.include(),
        files.exclude(),
        owners ? files.owner() : Long.valueOf(user().uid()),
        owners ? files.group() : Long.valueOf(user().gid()));
  }

  private List<Mount> targetMounts() {
    return switch (restore.getSpec().into()) {
      case ScratchTarget _ -> List.of();
      case DatabaseTarget server ->
          Mount.ofDatabase(LOGIN.name(), server.credentialsRef(), server.tls());
      case FilesTarget files ->
          List.of(
              Mount.writable(
                  FilesVolume.of(
                      files.persistentVolumeClaim(), files.nfs(), files.hostPath(), false),
                  WorkerPaths.TARGET_FILES));
      case ProxmoxTarget host -> ProxmoxFiles.of(host).mounts();
    };
  }

  private WorkerUser user() {
    WorkerUser user = WorkerUser.of(template);
    return switch (restore.getSpec().into()) {
      case ScratchTarget scratch ->
          scratch.storageClassName() == null ? user : user.owningVolumes();
      case DatabaseTarget _, ProxmoxTarget _ -> user;
      case FilesTarget files -> files.owners() ? user.givingFilesAway() : user;
    };
  }

  /** Room for a server that loads the largest dump; of a size that is not known, the usual. */
  private ScratchSpace scratch() {
    if (!(restore.getSpec().into() instanceof ScratchTarget wanted)) {
      return ScratchSpace.usual();
    }
    if (wanted.size() != null) {
      return new ScratchSpace(wanted.size(), wanted.storageClassName());
    }
    long largest =
        plan.parts().stream()
            .filter(plan::isDump)
            .mapToLong(part -> part.bytes() == null ? 0 : part.bytes())
            .max()
            .orElse(0);
    return ScratchSpace.of(ScratchNeed.bytes(largest), wanted.storageClassName());
  }
}
