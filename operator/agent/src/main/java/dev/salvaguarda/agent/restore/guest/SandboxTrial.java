package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.ProxmoxHost;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.restore.guest.SandboxPlan.Leftover;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.Checks;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.restore.work.Steps;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreInto.Sandbox;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tries guests on a host: each is made anew with its links down, started, asked until it is known
 * to be up, and taken away, whatever came of it. What a worker that was killed left there goes at
 * the next look.
 */
public final class SandboxTrial {
  private final Sandbox sandbox;
  private final ProxmoxHost host;
  private final Checks checks;
  private final RestoreContext context;
  private final Clock clock;
  private final Instant begun;

  /**
   * Has begun.
   *
   * @param checks asked of each guest once it is up
   */
  public SandboxTrial(
      Sandbox sandbox, ProxmoxHost host, Checks checks, RestoreContext context, Clock clock) {
    this.sandbox = sandbox;
    this.host = host;
    this.checks = checks;
    this.context = context;
    this.clock = clock;
    this.begun = clock.instant();
  }

  /**
   * Tries a machine.
   *
   * @throws SourceException if it did not come to its start, or is still on the host
   */
  public TargetResult run(Stored.Guest guest) throws SourceException, InterruptedException {
    MakeableMachine machine = MakeableMachine.of(guest, context);
    return machine.canBeAsked() ? run(machine) : unstarted(guest);
  }

  /**
   * Tries a container.
   *
   * @throws SourceException if it did not come to its start, or is still on the host
   */
  public TargetResult run(Stored.Container container) throws SourceException, InterruptedException {
    return run(MakeableContainer.of(container, context));
  }

  private TargetResult run(Makeable guest) throws SourceException, InterruptedException {
    String target = guest.target();
    Inventory inventory = host.api().inventory();
    String work = SandboxMark.work(context, target);
    SandboxPlan plan = SandboxPlan.of(inventory.guests(), sandbox.place(), work, clock.instant());
    for (Leftover leftover : plan.leftovers()) {
      clear(target, inventory, leftover);
    }
    Duration left = Duration.ofSeconds(sandbox.secondsLeft());
    GuardedHost on = host(inventory, sandbox.place().node());
    for (int vmid : GuardedHost.toTry(plan.free())) {
      Trial trial = new Trial(on, vmid, SandboxMark.of(work, begun, left));
      Optional<TargetResult> result = tried(guest, trial);
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw refused(
        "Every number from %d to %d has a guest."
            .formatted(sandbox.place().firstVmid(), sandbox.place().lastVmid()));
  }

  /**
   * One that can't be taken away, such as on a node that is off, keeps no test from a free number.
   */
  private void clear(String target, Inventory inventory, Leftover leftover)
      throws InterruptedException {
    try {
      host(inventory, leftover.node()).destroy(leftover.vmid(), leftover.mark());
      context
          .notes()
          .info(target, "Guest %d of an earlier test was taken away.".formatted(leftover.vmid()));
    } catch (SourceException e) {
      context.notes().warning(target, e.failure());
      context.leavings().add(target, leftover.text(true));
    }
  }

  private static TargetResult result(Makeable guest, Optional<Failure> silence) {
    return new TargetResult(
        guest.target(),
        silence.isEmpty() ? Outcome.SUCCEEDED : Outcome.DEGRADED,
        silence.isEmpty() ? Rung.V3 : Rung.V1,
        guest.sizeBytes(),
        null,
        null,
        silence.orElse(null));
  }

  /** Started, it could not be told whether it is up: it is proven by what it consists of. */
  private TargetResult unstarted(Stored.Guest guest) throws SourceException, InterruptedException {
    String why =
        "It was not started: it was copied without the QEMU guest agent (agent: 1), so nothing could tell whether it is up.";
    context.notes().info(guest.wanted().target(), why);
    checks.run(guest.wanted().target(), _ -> new Checks.Answer(false, null, why));
    TargetResult proven = new GuestRestore(context).prove(guest, checks);
    if (proven.failure() != null) {
      return proven;
    }
    return sandbox.requireStart()
        ? new TargetResult(
                proven.name(),
                Outcome.DEGRADED,
                proven.rung(),
                proven.bytesRestored(),
                null,
                null,
                new Failure(FailureReason.NOT_PROVEN, why))
            .noted(proven.note())
        : proven.noted(proven.note() == null ? why : why + " " + proven.note());
  }

  /** A guest that is tried. */
  private record Trial(GuardedHost on, int vmid, SandboxMark mark) {}

  private void takeAway(Makeable guest, Trial trial) throws SourceException {
    try {
      new TakingAway(trial.on(), trial.vmid(), trial.mark())
          .run(TakingAway.LONGEST, TakingAway.WHEN_STOPPED);
    } catch (SourceException e) {
      leave(guest, trial);
      throw e;
    }
  }

  /** The host takes away by itself what it did not make whole, and then has none to give up. */
  private void leave(Makeable guest, Trial trial) {
    Leftover left = new Leftover(trial.vmid(), guest.kind(), sandbox.place().node(), trial.mark());
    Optional<Boolean> shown = isShown(left);
    if (shown.orElse(true)) {
      context.leavings().add(guest.target(), left.text(shown.isPresent()));
    }
  }

  /** Whether the host has it; empty if nobody can tell. */
  private Optional<Boolean> isShown(Leftover left) {
    try {
      return Optional.of(
          host.api().inventory().guests().stream()
              .filter(one -> one.vmid() == left.vmid())
              .anyMatch(one -> one.tags().contains(left.mark().tag())));
    } catch (SourceException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private GuardedHost host(Inventory inventory, String node) throws SourceException {
    return GuardedHost.of(host, inventory, node, FailureReason.GUEST_NOT_TRIED);
  }

  /** What became of it; empty if somebody else took the number first, and nothing was made. */
  private Optional<TargetResult> tried(Makeable guest, Trial trial)
      throws SourceException, InterruptedException {
    boolean ended = false;
    try {
      if (!make(guest, trial)) {
        ended = true;
        return Optional.empty();
      }
      Optional<Failure> silence = start(guest, trial);
      if (silence.isEmpty()) {
        check(guest, trial);
      }
      ended = true;
      takeAway(guest, trial);
      return Optional.of(result(guest, silence));
    } catch (SourceException e) {
      ended |= e.getCause() instanceof GuardedHost.RefusedException;
      throw e;
    } finally {
      if (!ended) {
        try {
          takeAway(guest, trial);
        } catch (SourceException e) {
          context.notes().warning(guest.target(), e.failure());
        }
      }
    }
  }

  private boolean make(Makeable guest, Trial trial) throws SourceException, InterruptedException {
    String facts =
        "%d %s %s".formatted(trial.vmid(), sandbox.place().storage(), trial.mark().tag());
    try (Steps.Part _ = context.steps().begin(Step.REBUILD)) {
      return Makeable.make(
          trial.on(),
          trial.vmid(),
          guest.command("restore-test", facts, ""),
          guest.toTry(trial.vmid()));
    }
  }

  private Optional<Failure> start(Makeable guest, Trial trial)
      throws SourceException, InterruptedException {
    try (Steps.Part _ = context.steps().begin(Step.START)) {
      trial.on().start(trial.vmid(), trial.mark());
      return guest
          .silence(
              trial.on(), trial.vmid(), trial.mark(), sandbox.patienceSeconds(), context, clock)
          .map(silence ->
              new Failure(
                  FailureReason.GUEST_NOT_TRIED,
                  "The guest was made and started on the host, and %s.".formatted(silence)));
    }
  }

  private void check(Makeable guest, Trial trial) throws SourceException, InterruptedException {
    try (Steps.Part _ = context.steps().begin(Step.CHECK)) {
      checks.run(
          guest.target(),
          new CommandsInGuest(
              trial.on(), guest.kind(), trial.vmid(), trial.mark(), context, clock));
    }
  }

  private static SourceException refused(String why) {
    return SourceException.ofTarget(FailureReason.GUEST_NOT_TRIED, why);
  }
}
