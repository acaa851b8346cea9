package dev.salvaguarda.testkit.proxmox;

import java.util.Optional;

/** What may be done with a guest that is there: started, stopped, asked and destroyed. */
final class GuestPower {
  private final Inventory inventory;

  GuestPower(Inventory inventory) {
    this.inventory = inventory;
  }

  /** Says why it can't be, if it can't. */
  Optional<String> start(SimulatedGuest guest) {
    if (guest.lock() != null) {
      return Optional.of("VM is locked (%s)".formatted(guest.lock()));
    }
    if (guest.isRunning()) {
      return Optional.of("VM %d already running".formatted(guest.vmid()));
    }
    guest.start();
    return Optional.empty();
  }

  Optional<String> stop(SimulatedGuest guest) {
    guest.stop();
    return Optional.empty();
  }

  Optional<String> destroy(SimulatedGuest guest) {
    if (guest.lock() != null) {
      return Optional.of("VM is locked (%s)".formatted(guest.lock()));
    }
    if (guest.config().getOrDefault("protection", "0").equals("1")) {
      return Optional.of("can't remove VM %d - protection mode enabled".formatted(guest.vmid()));
    }
    if (guest.isRunning()) {
      return Optional.of("VM %d is running - destroy failed".formatted(guest.vmid()));
    }
    inventory.remove(guest.vmid());
    return Optional.empty();
  }

  /** Empty where the guest's agent answered, or the container runs. */
  Optional<String> ping(SimulatedGuest guest) {
    if (!guest.isRunning()) {
      return Optional.of("VM %d is not running".formatted(guest.vmid()));
    }
    if (guest.kind() == SimulatedGuest.Kind.LXC) {
      // One that is to keep silent falls over soon after its start.
      return guest.agentAnswers() ? Optional.empty() : Optional.of("status: stopped");
    }
    if (!guest.config().getOrDefault("agent", "0").startsWith("1")) {
      return Optional.of("No QEMU guest agent configured");
    }
    return guest.agentAnswers() ? Optional.empty() : Optional.of("QEMU guest agent is not running");
  }
}
