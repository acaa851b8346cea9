package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The locks of a program that this one started on the same machine and that has ended. */
final class ChildLocks {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private ChildLocks() {}

  /** Removes them, so that nobody has to wait until they are old. */
  static void remove(Repository repository, long pid) {
    String host;
    try {
      host = Files.readString(HOST_NAME).strip();
    } catch (IOException e) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      var _ = repository.locks().remove(lock -> lock.hostname().equals(host) && lock.pid() == pid);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
