package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.NodeAddress;
import dev.salvaguarda.agent.guest.ProxmoxHost;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.restore.work.Steps;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreInto.Sandbox;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Tries guests on a host: each is made anew with its links down, started, asked until its agent
 * answers, and taken away, whatever came of it. What a worker that was killed left there goes at
 * the next look.
 */
public final class SandboxTrial {
  /** More than any restore may take. */
  private static final Duration USE = Duration.ofHours(24);

  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(2);

  private final Sandbox sandbox;
  private final ProxmoxHost host;
  private final RestoreContext context;
  private final Clock clock;

  public SandboxTrial(Sandbox sandbox, ProxmoxHost host, RestoreContext context, Clock clock) {
    this.sandbox = sandbox;
    this.host = host;
    this.context = context;
    this.clock = clock;
  }

  /**
   * Tries a guest.
   *
   * @throws SourceException if it did not come to its start, or is still on the host
   */
  public TargetResult run(Stored.Guest guest) throws SourceException, InterruptedException {
    String target = guest.wanted().target();
    List<VmaConfig> configs = configs(guest);
    if (!SanitisedConfig.hasAgent(configs)) {
      throw refused(
          "%s was copied without the QEMU guest agent (agent: 1), so nothing can tell whether it starts."
              .formatted(target));
    }
    Inventory inventory = host.api().inventory();
    String work = context.temporaryName(target).replace("salvaguarda_", "");
    SandboxPlan plan = SandboxPlan.of(inventory.guests(), sandbox, work, clock.instant());
    for (SandboxPlan.Leftover leftover : plan.leftovers()) {
      host(inventory, leftover.node()).destroy(leftover.vmid(), leftover.mark());
      context
          .notes()
          .info(target, "Guest %d of an earlier test was taken away.".formatted(leftover.vmid()));
    }
    if (plan.free().isEmpty()) {
      throw refused(
          "Every number from %d to %d has a guest."
              .formatted(sandbox.firstVmid(), sandbox.lastVmid()));
    }
    Trial trial =
        new Trial(
            host(inventory, sandbox.node()),
            plan.free().getFirst(),
            new SandboxMark(work, clock.instant().plus(USE)));
    Optional<Failure> silence = tried(guest, configs, trial);
    return new TargetResult(
        target,
        silence.isEmpty() ? Outcome.SUCCEEDED : Outcome.DEGRADED,
        silence.isEmpty() ? Rung.V3 : Rung.V1,
        guest.sizeBytes(),
        null,
        null,
        silence.orElse(null));
  }

  /** A guest that is tried. */
  private record Trial(SandboxHost on, int vmid, SandboxMark mark) {
    void takeAway() throws SourceException, InterruptedException {
      on.destroy(vmid, mark);
    }
  }

  private SandboxHost host(Inventory inventory, String node) throws SourceException {
    return new SandboxHost(
        host.shell(), NodeAddress.of("The sandbox", node, inventory, host.name()));
  }

  private List<VmaConfig> configs(Stored.Guest guest) throws SourceException {
    try {
      return StoredConfigs.read(guest, context.reader());
    } catch (IOException e) {
      throw differs(e);
    }
  }

  /** Why the guest can't be said to start; empty if it did. */
  private Optional<Failure> tried(Stored.Guest guest, List<VmaConfig> configs, Trial trial)
      throws SourceException, InterruptedException {
    boolean ended = false;
    try {
      make(guest, configs, trial);
      Optional<Failure> silence = start(trial);
      ended = true;
      takeAway(trial);
      return silence;
    } finally {
      if (!ended) {
        try {
          takeAway(trial);
        } catch (SourceException e) {
          context.notes().warning(guest.wanted().target(), e.failure());
        }
      }
    }
  }

  private void make(Stored.Guest guest, List<VmaConfig> configs, Trial trial)
      throws SourceException, InterruptedException {
    List<VmaConfig> harmless = SanitisedConfig.of(configs, trial.vmid(), guest.wanted().target());
    try (Steps.Part _ = context.steps().begin(Step.REBUILD);
        GuestArchive archive = new GuestArchive(guest, harmless, context)) {
      trial.on().restore(trial.vmid(), sandbox.storage(), trial.mark(), archive);
    } catch (IOException | IllegalArgumentException e) {
      throw differs(e);
    }
  }

  private Optional<Failure> start(Trial trial) throws SourceException, InterruptedException {
    try (Steps.Part _ = context.steps().begin(Step.START)) {
      trial.on().start(trial.vmid(), trial.mark());
      Instant deadline = clock.instant().plusSeconds(sandbox.patienceSeconds());
      while (!trial.on().ping(trial.vmid(), trial.mark())) {
        context.requireNotCancelled();
        if (!clock.instant().isBefore(deadline)) {
          return Optional.of(
              new Failure(
                  FailureReason.GUEST_NOT_TRIED,
                  "The guest was made and started on the host, and its agent did not answer within %d s."
                      .formatted(sandbox.patienceSeconds())));
        }
        Thread.sleep(BETWEEN_PINGS);
      }
      return Optional.empty();
    }
  }

  /** Beside a thread that may have been told to stop: this is done even then. */
  private static void takeAway(Trial trial) throws SourceException, InterruptedException {
    boolean interrupted = Thread.interrupted();
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          trial.takeAway();
          return true;
        });
    Thread _ = Thread.ofVirtual().start(task);
    try {
      boolean _ = task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SourceException known) {
        throw known;
      }
      throw new IllegalStateException("a guest could not be taken away", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SourceException refused(String why) {
    return SourceException.ofTarget(FailureReason.GUEST_NOT_TRIED, why);
  }

  private static SourceException differs(Exception e) {
    return SourceException.ofTarget(
        FailureReason.RESTORE_DIFFERS, String.valueOf(e.getMessage()), e);
  }
}
