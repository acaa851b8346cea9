package dev.salvaguarda.agent.faults;

import dev.salvaguarda.testkit.proxmox.Fault;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Draws what goes wrong while a worker copies guests, and when. */
final class GuestTroubles {
  private static final int API_REQUESTS = 17;
  private static final int STORE_CALLS = 60;
  private static final int FAULTS = 18;
  private static final int EVENTS = 15;

  private final GuestWorld world;
  private final ProxmoxCluster cluster;
  private final Worker worker;
  private final Random random;
  private final Map<Integer, List<Fault>> faults = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private final List<Thread> others = new ArrayList<>();

  /** Something that happens at a moment. */
  private record Event(String name, Runnable action) {}

  GuestTroubles(GuestWorld world, Worker worker, Random random) {
    this.world = world;
    this.cluster = world.cluster();
    this.worker = worker;
    this.random = random;
  }

  /**
   * One trouble or two, which may come too late.
   *
   * @param first decides what the first is, so that some forty in a row bring every kind
   */
  void draw(long first) {
    plan((int) (first % (FAULTS + EVENTS)));
    if (random.nextInt(3) == 0) {
      plan(random.nextInt(FAULTS + EVENTS));
    }
    faults.forEach(
        (vmid, planned) -> cluster.guest(vmid).everyBackup(planned.toArray(Fault[]::new)));
  }

  private void plan(int kind) {
    if (kind < FAULTS) {
      planFault(anyGuest(), kind);
    } else {
      planEvent(kind - FAULTS);
    }
  }

  /** What was drawn. */
  List<String> told() {
    return told;
  }

  /** Waits for those who came in between. */
  void await() throws InterruptedException {
    for (Thread other : others) {
      other.join();
    }
  }

  private int anyGuest() {
    return GuestWorld.GUESTS.get(random.nextInt(GuestWorld.GUESTS.size()));
  }

  private long anyByte(int vmid) {
    return random.nextInt(GuestWorld.archiveBytes(vmid));
  }

  private void add(int vmid, Fault fault) {
    faults.computeIfAbsent(vmid, _ -> new ArrayList<>()).add(fault);
  }

  private void planFault(int vmid, int kind) {
    Fault fault = fault(vmid, kind);
    add(vmid, fault);
    told.add("%d: %s".formatted(vmid, fault));
  }

  private Fault fault(int vmid, int kind) {
    return switch (kind) {
      case 0 -> new Fault.EmptySuccess();
      case 1 -> new Fault.CutAfter(anyByte(vmid), 0);
      case 2 -> new Fault.CutAfter(anyByte(vmid), 255);
      case 3 -> new Fault.ResetAfter(anyByte(vmid));
      case 4 -> {
        world.expectLock(vmid);
        yield new Fault.HostDiesAfter(anyByte(vmid));
      }
      case 5 -> stall(vmid);
      case 6 -> new Fault.SlowTo(4L << 20);
      case 7 -> new Fault.FloodedLog(400_000);
      case 8 -> new Fault.WrongUuidInLog();
      case 9 -> new Fault.LogEndsEarly();
      case 10 -> new Fault.DuplicatedExtent(0);
      case 11 -> {
        world.expectOtherContent(vmid);
        yield new Fault.FlippedPayloadBit();
      }
      case 12 -> new Fault.FreezeFails();
      case 13, 14, 15 -> new Fault.CutAtExtent(random.nextInt(2), 0);
      case 16 -> new Fault.CutAtExtent(random.nextInt(2), 255);
      default -> new Fault.Refused("VM is locked (snapshot)");
    };
  }

  private Fault stall(int vmid) {
    CountDownLatch release = new CountDownLatch(1);
    Thread _ = Thread.ofVirtual().start(() -> later(Duration.ofMillis(400), release::countDown));
    return new Fault.StallAfter(anyByte(vmid), release);
  }

  private void planEvent(int kind) {
    Event event = event(kind);
    AtomicBoolean happened = new AtomicBoolean();
    Runnable once =
        () -> {
          if (happened.compareAndSet(false, true)) {
            event.action().run();
          }
        };
    switch (random.nextInt(3)) {
      case 0 -> {
        int vmid = anyGuest();
        long bytes = anyByte(vmid);
        add(vmid, new Fault.EventAfter(bytes, once));
        told.add("%s at byte %d of %d".formatted(event.name(), bytes, vmid));
      }
      case 1 -> {
        int request = random.nextInt(API_REQUESTS);
        cluster.api().atRequest(request, once);
        told.add("%s at request %d to the API".formatted(event.name(), request));
      }
      default -> {
        int call = random.nextInt(STORE_CALLS);
        worker.store().atCall(call, once);
        told.add("%s at call %d of the store".formatted(event.name(), call));
      }
    }
  }

  private Event event(int kind) {
    int vmid = anyGuest();
    String node = GuestWorld.NODES.get(random.nextInt(GuestWorld.NODES.size()));
    return switch (kind) {
      case 0 -> new Event("cancelled", worker::cancel);
      case 1 -> new Event("killed", worker::kill);
      case 2 -> new Event("store away", worker.store()::breakDown);
      case 3 -> new Event("answer of the store lost", worker.store()::loseAnswer);
      case 4 -> new Event("store slow", () -> worker.store().slowDown(Duration.ofMillis(30)));
      case 5 ->
          new Event(
              "store hangs until cancelled",
              () -> {
                worker.store().hang();
                soon(worker::cancel);
              });
      case 6 -> new Event("API away", cluster.api()::down);
      case 7 ->
          new Event(
              "API hangs for a while",
              () -> {
                cluster.api().hang();
                soon(cluster.api()::up);
              });
      case 8 -> new Event("token revoked", cluster.api()::revokeToken);
      case 9 ->
          new Event("connections to %s cut".formatted(node), cluster.shell(node)::dropConnections);
      case 10 -> new Event(node + " away", () -> cluster.setOnline(node, false));
      case 11 -> new Event("%d moves to %s".formatted(vmid, node), () -> move(vmid, node));
      case 12 -> new Event(vmid + " locked", () -> world.lock(vmid, "migrate"));
      case 13 -> new Event("scratch spoiled", world::spoilScratch);
      default -> new Event("another policy begins", this::copyBeside);
    };
  }

  /** A guest that is being copied can't be moved. */
  private void move(int vmid, String node) {
    SimulatedGuest guest = cluster.guest(vmid);
    if (guest.lock() == null) {
      SimulatedGuest _ = guest.moveTo(node);
    }
  }

  private void copyBeside() {
    Worker other = world.worker("weekly");
    others.add(Thread.ofPlatform().start(other::copy));
  }

  private static void soon(Runnable action) {
    Thread _ = Thread.ofVirtual().start(() -> later(Duration.ofMillis(300), action));
  }

  private static void later(Duration delay, Runnable action) {
    try {
      Thread.sleep(delay);
      action.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
