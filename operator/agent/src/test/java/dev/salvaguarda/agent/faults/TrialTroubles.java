package dev.salvaguarda.agent.faults;

import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** Draws what goes wrong while a worker tries guests on the second node, and when. */
final class TrialTroubles {
  private static final int NEVER = 1_000_000;
  private static final String NODE = "pve02";

  private final ProxmoxCluster cluster;
  private final Worker worker;
  private final Random random;
  private String told = "";

  TrialTroubles(GuestWorld world, Worker worker, Random random) {
    this.cluster = world.cluster();
    this.worker = worker;
    this.random = random;
  }

  /** One trouble, which may come too late. */
  void draw() {
    AtomicBoolean happened = new AtomicBoolean();
    Runnable event = event();
    Runnable once =
        () -> {
          if (happened.compareAndSet(false, true)) {
            event.run();
          }
        };
    switch (random.nextInt(4)) {
      case 0 -> {
        long bytes = 1L + random.nextInt(9 * 65_536);
        cluster.shell(NODE).afterInput(bytes, once);
        told += " at byte %d of what the host takes".formatted(bytes);
      }
      case 1 -> {
        int request = random.nextInt(8);
        cluster.api().atRequest(request, once);
        told += " at request %d to the API".formatted(request);
      }
      case 2 -> {
        int call = random.nextInt(40);
        worker.store().atCall(call, once);
        told += " at call %d of the store".formatted(call);
      }
      default -> {
        cluster.silentAgents(NEVER);
        long millis = 50L + random.nextInt(1_200);
        Thread _ = Thread.ofVirtual().start(() -> later(millis, once));
        told += " after %d ms, with agents that keep silent".formatted(millis);
      }
    }
  }

  /** What was drawn. */
  String told() {
    return told;
  }

  private Runnable event() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> named("cancelled", worker::cancel);
      case 2, 3 -> named("killed", worker::kill);
      case 4 -> named("store away", worker.store()::breakDown);
      case 5 -> named("API away", cluster.api()::down);
      case 6 -> named("token revoked", cluster.api()::revokeToken);
      default -> named("connections cut", cluster.shell(NODE)::dropConnections);
    };
  }

  private Runnable named(String name, Runnable event) {
    told = name;
    return event;
  }

  private void later(long millis, Runnable action) {
    try {
      Thread.sleep(Duration.ofMillis(millis));
      action.run();
      cluster.silentAgents(0);
      Thread.sleep(Duration.ofMillis(millis));
      worker.cancel();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
