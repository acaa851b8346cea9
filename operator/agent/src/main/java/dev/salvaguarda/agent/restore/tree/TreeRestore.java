package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.restore.guest.StoredConfigs;
import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.restore.stored.RebuiltDump;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.Checks;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.restore.work.Steps;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreInto.Directory;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Restores file trees into a directory, or proves them without keeping anything. */
public final class TreeRestore {
  private final Optional<Directory> directory;
  private final boolean replace;
  private final TreeSelection selection;
  private final RestoreContext context;

  private TreeRestore(
      Optional<Directory> directory,
      boolean replace,
      TreeSelection selection,
      RestoreContext context) {
    this.directory = directory;
    this.replace = replace;
    this.selection = selection;
    this.context = context;
  }

  /**
   * Into a directory.
   *
   * @param replace whether files of the same name are replaced
   * @throws SourceException if a pattern is malformed
   */
  public static TreeRestore into(Directory directory, boolean replace, RestoreContext context)
      throws SourceException {
    try {
      return new TreeRestore(
          Optional.of(directory),
          replace,
          TreeSelection.of(directory.include(), directory.exclude()),
          context);
    } catch (IllegalArgumentException e) {
      throw SourceException.ofSource(
          FailureReason.INVALID_WORK_ORDER, "Of exclude, %s.".formatted(e.getMessage()), e);
    }
  }

  /** Reads and proves everything and writes nothing. */
  public static TreeRestore nowhere(RestoreContext context) {
    return new TreeRestore(Optional.empty(), false, TreeSelection.everything(), context);
  }

  /**
   * Restores a tree.
   *
   * @throws SourceException if the directory can't be written to at all
   */
  public TargetResult run(Stored.Tree tree, Checks checks) throws SourceException {
    String target = tree.wanted().target();
    TreeFaults faults = new TreeFaults(target, context.notes());
    try (Steps.Part _ = context.steps().begin(Step.REBUILD);
        TreeSink sink = sink(target, faults)) {
      TreeCopy copy = new TreeCopy(sink, faults, digested(tree, checks), context);
      copy.run(new TreeWalk(context.reader(), tree.tree(), selection), sought());
      sink.finish(tree.root());
      copy.digests().forEach((path, digest) -> checks.digest(target, path, digest));
      return result(target, copy, faults, compared(tree, copy, faults));
    } catch (FullException e) {
      throw full(e);
    }
  }

  private static Set<String> digested(Stored.Tree tree, Checks checks) {
    return Stream.concat(
            tree.recorded().stream(),
            checks.digests(tree.wanted().target()).stream().map(CheckOrder.FileDigest::path))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the file is what was recorded; null where nothing was, or it was not restored. */
  private static @Nullable Boolean compared(Stored.Tree tree, TreeCopy copy, TreeFaults faults) {
    String recorded = tree.wanted().sha256();
    String found = tree.recorded().map(copy.digests()::get).orElse(null);
    if (recorded == null || found == null) {
      return null;
    }
    if (!recorded.equals(found)) {
      faults.add(
          FailureReason.RESTORE_DIFFERS,
          "%s has the SHA-256 %s, and %s was recorded when it was copied."
              .formatted(tree.wanted().target(), found, recorded));
    }
    return recorded.equals(found);
  }

  /**
   * Restores a dump and what makes its database as the files that they were stored as.
   *
   * @throws SourceException if the directory can't be written to at all, or only some files of a
   *     tree are asked for
   */
  public TargetResult run(Stored.Dump dump, Checks checks) throws SourceException {
    String target = dump.wanted().target();
    if (directory
        .filter(into -> !into.include().isEmpty() || !into.exclude().isEmpty())
        .isPresent()) {
      throw SourceException.ofTarget(
          FailureReason.TARGET_UNSUITABLE,
          "include and exclude choose files of a tree, and %s is a database: leave them out, and name the databases in targets."
              .formatted(target));
    }
    TreeFaults faults = new TreeFaults(target, context.notes());
    try (Steps.Part _ = context.steps().begin(Step.REBUILD);
        TreeSink sink = sink(target, faults);
        RebuiltDump content = RebuiltDump.open(dump, context.reader(), context.board())) {
      DumpFiles files = new DumpFiles(sink, faults, context);
      Proof proof = files.copy(dump, content);
      sink.finish(Optional.empty());
      @Nullable Failure failure =
          proof.failure() != null ? proof.failure() : faults.worst().orElse(null);
      return new TargetResult(
          target,
          failure == null ? Outcome.SUCCEEDED : Outcome.FAILED,
          proof.rung(),
          proof.bytes(),
          proof.sha256Matches(),
          failure == null ? directory.map(Directory::subPath).orElse(null) : null,
          failure);
    } catch (IOException e) {
      throw new UncheckedIOException("a stream from the repository ended with an error", e);
    } catch (FullException e) {
      throw full(e);
    }
  }

  /**
   * Restores a guest as images of its drives.
   *
   * @throws SourceException if the directory can't be written to at all, or the copy lacks what it
   *     says that it has
   */
  public TargetResult run(Stored.Guest guest) throws SourceException {
    String target = guest.wanted().target();
    TreeFaults faults = new TreeFaults(target, context.notes());
    List<VmaConfig> configs = configs(guest);
    try (Steps.Part _ = context.steps().begin(Step.REBUILD);
        TreeSink sink = sink(target, faults)) {
      GuestFiles copy = new GuestFiles(guest, sink, faults, selection, sought(), context);
      copy.copy(configs);
      sink.finish(Optional.empty());
      @Nullable Failure failure = faults.worst().orElse(null);
      Outcome outcome =
          failure == null
              ? Outcome.SUCCEEDED
              : copy.files() == 0 ? Outcome.FAILED : Outcome.DEGRADED;
      return new TargetResult(
          target,
          outcome,
          failure == null ? Rung.V1 : null,
          copy.bytes(),
          null,
          outcome == Outcome.FAILED ? null : directory.map(copy::place).orElse(null),
          failure);
    } catch (FullException e) {
      throw full(e);
    }
  }

  private List<VmaConfig> configs(Stored.Guest guest) throws SourceException {
    try {
      return StoredConfigs.read(guest, context.reader());
    } catch (IOException e) {
      throw SourceException.ofTarget(
          FailureReason.RESTORE_DIFFERS, String.valueOf(e.getMessage()), e);
    }
  }

  private static SourceException full(FullException e) {
    return SourceException.ofSource(
        FailureReason.TARGET_OUT_OF_SPACE, String.valueOf(e.getMessage()), e);
  }

  private SoughtPaths sought() {
    return directory
        .map(into -> new SoughtPaths(into.include(), into.exclude()))
        .orElseGet(() -> new SoughtPaths(List.of(), List.of()));
  }

  private TreeSink sink(String target, TreeFaults faults) throws SourceException {
    return directory.isPresent()
        ? DirectorySink.open(directory.get(), replace, "." + context.temporaryName(target), faults)
        : new TreeSink.Nowhere();
  }

  private TargetResult result(
      String target, TreeCopy copy, TreeFaults faults, @Nullable Boolean sha256Matches) {
    @Nullable Failure failure = faults.worst().orElse(null);
    Outcome outcome =
        failure == null
            ? Outcome.SUCCEEDED
            : copy.filesRestored() == 0 ? Outcome.FAILED : Outcome.DEGRADED;
    return new TargetResult(
        target,
        outcome,
        rung(copy, faults),
        copy.bytes(),
        sha256Matches,
        outcome == Outcome.FAILED ? null : directory.map(Directory::subPath).orElse(null),
        failure);
  }

  /** The hashes in a tree reach from the snapshot's id to the last piece of content. */
  private static @Nullable Rung rung(TreeCopy copy, TreeFaults faults) {
    boolean nothingMet = faults.has(FailureReason.SOURCE_NOT_FOUND) && copy.filesRestored() == 0;
    if (nothingMet || faults.has(FailureReason.REPOSITORY_CORRUPT)) {
      return null;
    }
    return faults.has(FailureReason.RESTORE_DIFFERS) ? Rung.V0 : Rung.V2;
  }
}
