package dev.salvaguarda.agent.restore;

import dev.salvaguarda.agent.guest.ProxmoxHost;
import dev.salvaguarda.agent.restore.guest.GuestRecovery;
import dev.salvaguarda.agent.restore.guest.GuestRestore;
import dev.salvaguarda.agent.restore.guest.SandboxTrial;
import dev.salvaguarda.agent.restore.server.DatabaseRestore;
import dev.salvaguarda.agent.restore.server.Landing;
import dev.salvaguarda.agent.restore.server.Landings;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.tree.TreeRestore;
import dev.salvaguarda.agent.restore.work.Checks;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.RestoreTask;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Restores each kind of content into the place that the task names. */
final class TargetRestores implements AutoCloseable {
  private final @Nullable Landing landing;
  private final @Nullable DatabaseRestore databases;
  private final @Nullable TreeRestore trees;
  private final @Nullable GuestRestore guests;
  private final @Nullable SandboxTrial sandbox;
  private final @Nullable GuestRecovery recovery;
  private final Checks checks;
  private long containers;

  private TargetRestores(
      @Nullable Landing landing,
      @Nullable DatabaseRestore databases,
      @Nullable TreeRestore trees,
      @Nullable GuestRestore guests,
      @Nullable SandboxTrial sandbox,
      @Nullable GuestRecovery recovery,
      Checks checks) {
    this.landing = landing;
    this.databases = databases;
    this.trees = trees;
    this.guests = guests;
    this.sandbox = sandbox;
    this.recovery = recovery;
    this.checks = checks;
  }

  static TargetRestores open(
      RestoreTask task,
      Landings landings,
      ProxmoxHost.Door hosts,
      Clock clock,
      Checks checks,
      RestoreContext context)
      throws SourceException {
    RestoreInto into = task.into();
    if (into.files() != null) {
      TreeRestore trees = TreeRestore.into(into.files(), task.force(), context);
      return new TargetRestores(null, null, trees, null, null, null, checks);
    }
    if (into.sandbox() != null) {
      SandboxTrial sandbox =
          new SandboxTrial(
              into.sandbox(), hosts.open(into.sandbox().place()), checks, context, clock);
      return new TargetRestores(null, null, null, null, sandbox, null, checks);
    }
    if (into.guests() != null) {
      GuestRecovery recovery =
          new GuestRecovery(
              into.guests(), task.force(), hosts.open(into.guests().place()), context, clock);
      return new TargetRestores(null, null, null, null, null, recovery, checks);
    }
    Landing landing;
    @Nullable TreeRestore trees = null;
    @Nullable GuestRestore guests = null;
    if (into.postgresql() != null) {
      landing = landings.postgresql(into.postgresql(), task.force());
    } else if (into.mariadb() != null) {
      landing = landings.mariadb(into.mariadb(), task.force());
    } else {
      landing = landings.scratch(Objects.requireNonNull(into.scratch()), context);
      trees = TreeRestore.nowhere(context);
      guests = new GuestRestore(context);
    }
    return new TargetRestores(
        landing,
        new DatabaseRestore(landing, landings.runner(), context),
        trees,
        guests,
        null,
        null,
        checks);
  }

  void prepare(List<Stored> all) throws SourceException {
    containers = all.stream().filter(Stored.Container.class::isInstance).count();
    if (landing != null) {
      landing.prepare(all);
    }
  }

  TargetResult restore(Stored stored) throws SourceException, InterruptedException {
    return switch (stored) {
      case Stored.Dump dump when databases != null -> databases.run(dump, checks);
      case Stored.Dump dump when trees != null -> trees.run(dump, checks);
      case Stored.Tree tree when trees != null -> trees.run(tree, checks);
      case Stored.Container container when trees != null && landing == null -> {
        requireAlone(container);
        yield trees.run(container.files(), checks);
      }
      case Stored.Container container when sandbox != null -> sandbox.run(container);
      case Stored.Container container when recovery != null -> recovery.run(container);
      case Stored.Container container when guests != null -> guests.prove(container, checks);
      case Stored.Guest guest when sandbox != null -> sandbox.run(guest);
      case Stored.Guest guest when recovery != null -> recovery.run(guest);
      case Stored.Guest guest when guests != null -> guests.prove(guest, checks);
      case Stored.Guest guest when trees != null -> trees.run(guest);
      case Stored.Guest guest ->
          throw SourceException.ofTarget(
              FailureReason.TARGET_UNSUITABLE,
              "%s is a virtual machine, and no database server takes one."
                  .formatted(guest.wanted().target()));
      case Stored.Container container ->
          throw SourceException.ofTarget(
              FailureReason.TARGET_UNSUITABLE,
              "%s is a container, and no database server takes one."
                  .formatted(container.wanted().target()));
      case Stored.Dump _, Stored.Tree _ when sandbox != null || recovery != null ->
          throw SourceException.ofTarget(
              FailureReason.TARGET_UNSUITABLE,
              "%s is no guest, and nothing else can be made on a host."
                  .formatted(stored.wanted().target()));
      case Stored.Dump _, Stored.Tree _ ->
          throw SourceException.ofTarget(
              FailureReason.TARGET_UNSUITABLE,
              CommandOrder.isTarget(stored.wanted().target())
                  ? "%s is what a program wrote, and only that program's own counterpart can load it: restore it as a file."
                      .formatted(stored.wanted().target())
                  : "%s is a file tree, and no database server takes one."
                      .formatted(stored.wanted().target()));
    };
  }

  /** The files of two would lie in one directory, and nobody could tell whose they are. */
  private void requireAlone(Stored.Container container) throws SourceException {
    if (containers > 1) {
      throw SourceException.ofTarget(
          FailureReason.TARGET_UNSUITABLE,
          "%d containers would mix their files in one directory, and %s is one of them: restore each by itself."
              .formatted(containers, container.wanted().target()));
    }
  }

  /** The result was told. */
  void settle() throws SourceException {
    if (landing != null) {
      landing.settle();
    }
  }

  @Override
  public void close() {
    if (landing != null) {
      landing.close();
    }
  }
}
