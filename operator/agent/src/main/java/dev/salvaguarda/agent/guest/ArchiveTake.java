package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.SendingProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One copy of one guest, from the first byte that vzdump sends to what is known at its end. */
abstract class ArchiveTake {
  private final Guest guest;
  private final SendingProgram vzdump;
  private final CaptureContext context;

  /**
   * Has not begun.
   *
   * @param vzdump is running, and is ended by whoever started it
   */
  ArchiveTake(Guest guest, SendingProgram vzdump, CaptureContext context) {
    this.guest = guest;
    this.vzdump = vzdump;
    this.context = context;
  }

  /**
   * Takes an archive to its end, and judges it by how vzdump {@linkplain #ended() ended}.
   *
   * @throws IOException if it is none, or not whole
   */
  abstract Capture take(InputStream archive)
      throws IOException, SourceException, InterruptedException;

  /**
   * Says why there is no copy.
   *
   * @param fault how reading broke; null if nothing came
   */
  abstract void refuse(@Nullable IOException fault, ProgramExit exit) throws SourceException;

  /** Hears a line of vzdump's log. */
  void heard(String line, SendingProgram from) {}

  final Guest guest() {
    return guest;
  }

  /** The beginning of a sentence that says why. */
  final String notCopied() {
    return guest.text() + " was not copied";
  }

  final CaptureContext context() {
    return context;
  }

  /** Copies it. */
  final Capture run() throws SourceException, InterruptedException {
    IOException fault = null;
    vzdump.watchErrors(line -> {
      if (VzdumpLog.isWait(line)) {
        context.notes().info(ProxmoxOrder.target(guest.vmid()), othersAtWork());
      }
      heard(line, vzdump);
    });
    try (PushbackInputStream in = new PushbackInputStream(output())) {
      int first = in.read();
      if (first >= 0) {
        in.unread(first);
        return take(in);
      }
    } catch (IOException e) {
      // How vzdump ended, or that nobody knows, may say more than how its output broke.
      fault = e;
    }
    vzdump.stop();
    refuse(fault, ended());
    throw SourceException.ofTarget(
        FailureReason.SOURCE_LOST, notCopied() + ": what vzdump sent could not be read.");
  }

  private String othersAtWork() {
    return "vzdump waits for another backup that is at work on node %s: of the host itself, or of a policy that names another endpoint."
        .formatted(guest.node());
  }

  /** How vzdump ended; a copy that ends because it was told to has not failed. */
  final ProgramExit ended() throws InterruptedException {
    ProgramExit exit = vzdump.await();
    requireNotCancelled();
    return exit;
  }

  private InputStream output() throws SourceException, InterruptedException {
    try {
      return vzdump.output();
    } catch (SourceException e) {
      requireNotCancelled();
      throw e;
    }
  }

  private void requireNotCancelled() {
    if (context.cancellation().isRequested()) {
      throw new RepositoryException(Reason.CANCELLED, "The backup was cancelled.");
    }
  }

  /** Below the directories that the name of the target is made of. */
  final BlobId placed(String target, BlobId tree) {
    BlobId placed = tree;
    String[] names = target.substring(1).split("/", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      placed = context.session().storeTree(List.of(DriveTree.folder(names[i], placed)));
    }
    return placed;
  }
}
