package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A stored guest as a host makes one of it. */
sealed interface Makeable permits MakeableMachine, MakeableContainer {
  /** Name of the target. */
  String target();

  /** What it will be. */
  GuestKind kind();

  /** Bytes of its content. */
  long sizeBytes();

  /** Whether the host can say whether it is up. */
  boolean canBeAsked();

  /** Its archive as it was copied. */
  GuardedHost.Archive asItWas();

  /** Its archive with a configuration that is harmless beside the guest that it is a copy of. */
  GuardedHost.Archive toTry(int vmid);

  /** Its archive as it was, but for what takes something of a host. */
  Staying toStay(SandboxMark mark, boolean isolated);

  /**
   * A command of the guard that makes it.
   *
   * @param verb such as {@code restore-test}
   * @param facts that go before what only one kind of guest has
   * @param options that go behind it, each with a blank before it
   */
  String command(String verb, String facts, String options);

  /**
   * Asks the host whether a guest that was started is up.
   *
   * @param patienceSeconds how long it may take
   * @return what it did not do, as the end of a sentence; empty if it is up
   */
  Optional<String> silence(
      GuardedHost on,
      int vmid,
      SandboxMark mark,
      long patienceSeconds,
      RestoreContext context,
      Clock clock)
      throws SourceException, InterruptedException;

  /**
   * A guest that stays.
   *
   * @param leftOut keys of the settings that it had and does not have
   */
  record Staying(GuardedHost.Archive archive, List<String> leftOut) {
    public Staying {
      leftOut = List.copyOf(leftOut);
    }
  }

  /** An archive that can't be made, because the copy is not what it says that it is. */
  static SourceException differs(Exception e) {
    return SourceException.ofTarget(
        FailureReason.RESTORE_DIFFERS, String.valueOf(e.getMessage()), e);
  }

  /** Makes it, and says whether it did, as {@link GuardedHost#restore} does. */
  static boolean make(GuardedHost on, int vmid, String command, GuardedHost.Archive archive)
      throws SourceException, InterruptedException {
    try {
      return on.restore(vmid, command, archive);
    } catch (IOException | IllegalArgumentException e) {
      throw differs(e);
    }
  }
}
