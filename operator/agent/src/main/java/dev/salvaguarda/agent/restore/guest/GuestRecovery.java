package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.ProxmoxHost;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.restore.work.Steps;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreInto.Guests;
import dev.salvaguarda.domain.workorder.RestoreInto.Place;
import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings guests back to a host, to stay there. A guest that is there is replaced only if that was
 * asked for by its number, and then only if it is switched off. What an earlier attempt of the same
 * restore made is whole, and is not made twice.
 */
public final class GuestRecovery {
  private final Guests into;
  private final boolean force;
  private final ProxmoxHost host;
  private final RestoreContext context;
  private final Clock clock;

  /**
   * Brings guests back.
   *
   * @param force whether the guest is replaced whose number is the only one of the place
   */
  public GuestRecovery(
      Guests into, boolean force, ProxmoxHost host, RestoreContext context, Clock clock) {
    this.into = into;
    this.force = force;
    this.host = host;
    this.context = context;
    this.clock = clock;
  }

  /** A guest that was made. */
  private record Made(GuardedHost on, int vmid, SandboxMark mark, boolean running) {}

  /**
   * Brings a machine back.
   *
   * @throws SourceException if it is not there
   */
  public TargetResult run(Stored.Guest guest) throws SourceException, InterruptedException {
    return run(MakeableMachine.of(guest, context));
  }

  /**
   * Brings a container back.
   *
   * @throws SourceException if it is not there
   */
  public TargetResult run(Stored.Container container) throws SourceException, InterruptedException {
    return run(MakeableContainer.of(container, context));
  }

  private TargetResult run(Makeable guest) throws SourceException, InterruptedException {
    String target = guest.target();
    Inventory inventory = host.api().inventory();
    GuardedHost on =
        GuardedHost.of(host, inventory, into.place().node(), FailureReason.GUEST_NOT_RESTORED);
    String work = SandboxMark.work(context, target);
    Optional<Made> earlier = earlier(inventory, on, work);
    Made made;
    if (earlier.isPresent()) {
      made = earlier.get();
      requireWhole(guest);
      context
          .notes()
          .info(
              target,
              "Guest %d was made by an earlier attempt, and what it was made of is whole."
                  .formatted(made.vmid()));
    } else {
      made = make(guest, on, work, inventory);
    }
    Optional<Failure> missing = into.start() ? started(guest, made) : Optional.empty();
    TargetResult result =
        new TargetResult(
            target,
            missing.isEmpty() ? Outcome.SUCCEEDED : Outcome.DEGRADED,
            into.start() && guest.canBeAsked() && missing.isEmpty() ? Rung.V3 : Rung.V1,
            guest.sizeBytes(),
            null,
            "guest %d on %s".formatted(made.vmid(), into.place().node()),
            missing.orElse(null));
    return result.noted(note(guest, made));
  }

  /** What only a person can find out, or give it; null if there is nothing. */
  private @Nullable String note(Makeable guest, Made made) {
    String without = without(guest.toStay(made.mark(), into.isolated()).leftOut());
    if (!into.start() || guest.canBeAsked()) {
      return without;
    }
    String unknown =
        "It was started, and it is not known whether it is up: it was copied without the QEMU guest agent (agent: 1).";
    return without == null ? unknown : unknown + " " + without;
  }

  private Optional<Made> earlier(Inventory inventory, GuardedHost on, String work) {
    Place place = into.place();
    return inventory.guests().stream()
        .filter(one -> one.vmid() >= place.firstVmid() && one.vmid() <= place.lastVmid())
        .filter(one -> one.tags().contains(Guest.RESTORED) && one.node().equals(place.node()))
        .flatMap(one ->
            SandboxMark.of(one)
                .filter(mark -> mark.work().equals(work))
                .map(mark -> new Made(on, one.vmid(), mark, one.running()))
                .stream())
        .findFirst();
  }

  private Made make(Makeable guest, GuardedHost on, String work, Inventory inventory)
      throws SourceException, InterruptedException {
    Place place = into.place();
    List<Integer> free = SandboxPlan.free(inventory.guests(), place);
    boolean replaces = free.isEmpty() && place.firstVmid() == place.lastVmid();
    if (replaces) {
      Replaced old = Replaced.require(inventory, place, guest.kind(), force);
      context.board().expect(guest.sizeBytes());
      requireWhole(guest);
      old.requireStill(host.api().inventory());
    }
    for (int vmid : replaces ? List.of(place.firstVmid()) : GuardedHost.toTry(free)) {
      Made made = new Made(on, vmid, new SandboxMark(work, clock.instant()), false);
      if (isMade(guest, made, replaces)) {
        return made;
      }
    }
    throw SourceException.ofTarget(
        FailureReason.TARGET_EXISTS,
        "Every number from %d to %d has a guest.".formatted(place.firstVmid(), place.lastVmid()));
  }

  /** Whether it was made; if not, somebody else took the number first. */
  private boolean isMade(Makeable guest, Made made, boolean replaces)
      throws SourceException, InterruptedException {
    Makeable.Staying staying = guest.toStay(made.mark(), into.isolated());
    String facts = "%d %s %s".formatted(made.vmid(), into.place().storage(), made.mark().tag());
    String options = (into.unique() ? " unique" : "") + (replaces ? " force" : "");
    try (Steps.Part _ = context.steps().begin(Step.REBUILD)) {
      if (!Makeable.make(
          made.on(), made.vmid(), guest.command("restore", facts, options), staying.archive())) {
        return false;
      }
    }
    String without = without(staying.leftOut());
    context
        .notes()
        .info(
            guest.target(),
            "Guest %d was made.%s".formatted(made.vmid(), without == null ? "" : " " + without));
    return true;
  }

  private static @Nullable String without(List<String> leftOut) {
    return leftOut.isEmpty()
        ? null
        : "It came back without these settings, which only a person can give it: %s."
            .formatted(String.join(", ", leftOut));
  }

  /**
   * Reads all of a copy without sending it: a host gives up the guest that is there as soon as the
   * archive begins, and what an earlier attempt has sent this one has not read.
   */
  private void requireWhole(Makeable guest) throws SourceException {
    try (Steps.Part _ = context.steps().begin(Step.REBUILD)) {
      guest.asItWas().writeTo(OutputStream.nullOutputStream());
    } catch (IOException | IllegalArgumentException e) {
      throw Makeable.differs(e);
    }
  }

  /** What is missing of a guest that runs; empty if nothing is. */
  private Optional<Failure> started(Makeable guest, Made made)
      throws SourceException, InterruptedException {
    try (Steps.Part _ = context.steps().begin(Step.START)) {
      if (!made.running()) {
        made.on().start(made.vmid(), made.mark());
      }
      if (!guest.canBeAsked()) {
        return Optional.empty();
      }
      return guest
          .silence(made.on(), made.vmid(), made.mark(), into.patienceSeconds(), context, clock)
          .map(silence ->
              new Failure(
                  FailureReason.GUEST_NOT_RESTORED,
                  "Guest %d was made and started, and %s.".formatted(made.vmid(), silence)));
    } catch (SourceException e) {
      if (e.scope() == SourceException.Scope.SOURCE) {
        throw e;
      }
      return Optional.of(
          new Failure(
              e.failure().reason(),
              "Guest %d was made. %s".formatted(made.vmid(), e.failure().message())));
    }
  }
}
