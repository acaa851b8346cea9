package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;

/** A copy ends here because a test wanted it. */
final class PlannedEnd extends IOException {
  /** For no exit status at all: the connection ends. */
  static final int RESET = -1;

  /** The same, and the lock on the guest stays. */
  static final int HOST_DIED = -2;

  private static final long serialVersionUID = 1;

  private final int exitStatus;

  PlannedEnd(int exitStatus) {
    super("planned end");
    this.exitStatus = exitStatus;
  }

  int exitStatus() {
    return exitStatus;
  }
}
