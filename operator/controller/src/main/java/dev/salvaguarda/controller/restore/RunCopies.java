package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.RestoreSource.PolicyPoint;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.controller.record.FirstCopy;
import dev.salvaguarda.domain.restore.CopyChoice;
import dev.salvaguarda.domain.restore.CopyChoice.Copy;
import dev.salvaguarda.domain.restore.CopyChoice.Standing;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.RunNote;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the copies that runs say they made. */
final class RunCopies {
  /** Nobody but a run of the whole policy tells which targets there are. */
  private static final String NEVER_WHOLE =
      "has no run yet that was asked for all its targets, and none may be left out unnoticed: name"
          + " some in targets, or make a run without targets.";

  private RunCopies() {}

  /** Those of one run that has ended. */
  static CopyChoice ofRun(BackupRun run, String repository) {
    Map<String, Copy> copies = new LinkedHashMap<>();
    run.getStatus().targets().stream()
        .filter(target -> target.snapshotId() != null)
        .forEach(target -> copies.put(target.name(), copy(run, target)));
    return new CopyChoice(
        "BackupRun " + run.getMetadata().getName(),
        run.getSpec().policyRef().name(),
        repository,
        copies,
        names(List.of(run)),
        null);
  }

  /**
   * The newest good copies of a policy: of each target that it still has, the newest that is
   * complete and not known to be damaged; only where there is none, the newest that fell short.
   *
   * @param repositoryOf the repository that a run wrote to, if that is known
   */
  static CopyChoice ofPolicy(
      String policy, List<BackupRun> runs, Function<BackupRun, Optional<String>> repositoryOf) {
    List<BackupRun> captured =
        runs.stream()
            .filter(run -> capturedAt(run).isPresent())
            .sorted(
                Comparator.comparing((BackupRun run) -> capturedAt(run).orElseThrow()).reversed())
            .toList();
    List<BackupRun> newestFirst = captured.stream().filter(RunCopies::hasCopy).toList();
    String origin = "BackupPolicy " + policy;
    if (newestFirst.isEmpty()) {
      return new CopyChoice(origin, policy, "", Map.of(), Set.of(), null);
    }
    String repository = repositoryOf.apply(newestFirst.getFirst()).orElse("");
    List<BackupRun> reachable =
        newestFirst.stream()
            .filter(run -> repositoryOf.apply(run).orElse("").equals(repository))
            .toList();
    Map<String, Copy> copies = new LinkedHashMap<>();
    // Also runs that copied nothing, or to elsewhere, tell which targets there are.
    List<BackupRun> telling = upToAWholeOne(captured);
    for (String name : names(telling)) {
      newest(name, reachable).ifPresent(copy -> copies.put(name, copy));
    }
    List<BackupRun> askedForAll =
        telling.stream().filter(run -> run.getSpec().targets().isEmpty()).toList();
    return new CopyChoice(
        origin, policy, repository, copies, names(askedForAll), doubt(telling, askedForAll));
  }

  private static @Nullable String doubt(List<BackupRun> telling, List<BackupRun> askedForAll) {
    if (telling.stream().anyMatch(run -> omitted(run) > 0)) {
      return CopyChoice.UNLISTED;
    }
    return askedForAll.isEmpty() ? NEVER_WHOLE : null;
  }

  /**
   * The newest run that copied all its policy has, and later ones: those may have been asked for
   * some targets, or could not tell of all.
   */
  private static List<BackupRun> upToAWholeOne(List<BackupRun> newestFirst) {
    List<BackupRun> runs = new ArrayList<>();
    for (BackupRun run : newestFirst) {
      runs.add(run);
      if (isWhole(run)) {
        break;
      }
    }
    return runs;
  }

  private static Set<String> names(List<BackupRun> runs) {
    return runs.stream()
        .flatMap(run -> run.getStatus().targets().stream())
        .map(TargetStatus::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isWhole(BackupRun run) {
    return run.getSpec().targets().isEmpty()
        && FirstCopy.wasComplete(run.getStatus())
        && omitted(run) == 0;
  }

  private static int omitted(BackupRun run) {
    return Objects.requireNonNullElse(run.getStatus().targetsOmitted(), 0);
  }

  private static Optional<Copy> newest(String name, List<BackupRun> newestFirst) {
    return CopyChoice.best(
        newestFirst.stream()
            .flatMap(run ->
                run.getStatus().targets().stream()
                    .filter(target -> target.name().equals(name) && target.snapshotId() != null)
                    .map(target -> copy(run, target)))
            .toList());
  }

  private static Copy copy(BackupRun run, TargetStatus target) {
    return new Copy(
        run.getMetadata().getName(),
        capturedAt(run).orElse(null),
        new Part(
            target.name(),
            Objects.requireNonNull(target.snapshotId()),
            size(target),
            target.sha256()),
        standing(run, target));
  }

  private static Standing standing(BackupRun run, TargetStatus target) {
    if (target.phase() != TargetStatus.Phase.SUCCEEDED) {
      return Standing.SHORT;
    }
    return FirstCopy.isDamaged(run.getStatus(), target.name()) ? Standing.DAMAGED : Standing.SOUND;
  }

  /** A dump is read whole; of a file tree only what changed is. */
  private static @Nullable Long size(TargetStatus target) {
    return target.size() == null && target.sha256() != null ? target.bytesRead() : target.size();
  }

  /** Whether any of these has a copy. */
  static boolean haveCopy(List<BackupRun> runs) {
    return runs.stream().anyMatch(run -> capturedAt(run).isPresent() && hasCopy(run));
  }

  /** What a run says about its targets; empty if it captured nothing. */
  static Optional<RunNote> note(BackupRun run) {
    return capturedAt(run)
        .map(captured ->
            new RunNote(
                run.getMetadata().getUid(),
                captured,
                names(List.of(run)),
                run.getSpec().targets().isEmpty(),
                isWhole(run)));
  }

  /** The copies that runs tell of, by the ids of their snapshots. */
  static Map<String, Copy> told(List<BackupRun> runs) {
    Map<String, Copy> told = new HashMap<>();
    for (BackupRun run : runs) {
      if (run.getStatus() != null) {
        run.getStatus().targets().stream()
            .map(target -> Map.entry(Objects.requireNonNullElse(target.snapshotId(), ""), target))
            .filter(target -> !target.getKey().isEmpty())
            .forEach(target -> told.put(target.getKey(), copy(run, target.getValue())));
      }
    }
    return told;
  }

  private static boolean hasCopy(BackupRun run) {
    return run.getStatus().targets().stream().anyMatch(target -> target.snapshotId() != null);
  }

  private static Optional<Instant> capturedAt(BackupRun run) {
    return Optional.ofNullable(run.getStatus()).map(BackupRunStatus::capturedAt);
  }

  /** Which instant is meant; empty if the calendar has none like it. */
  static Optional<Instant> at(PolicyPoint point) {
    try {
      return Optional.of(
          point.at().equals(PolicyPoint.LATEST)
              ? Instant.MAX
              : OffsetDateTime.parse(point.at()).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
