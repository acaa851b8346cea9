package dev.salvaguarda.agent.spool;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** An archive in the folder that the pod mounts. */
final class SpooledFile {
  private SpooledFile() {}

  /**
   * Opens one.
   *
   * @param name that nothing in it leads elsewhere
   * @param bytes that it has as the host sees it, so that another folder is not taken for it
   * @throws SourceException for this target, if it is not there, or another
   */
  static InputStream open(SpoolPlace place, Guest guest, String name, long bytes)
      throws SourceException {
    Path file = Path.of(place.folder(), "dump", name);
    try {
      // A link could lead to what only the pod may read, and a pipe would never open.
      if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile()) {
        throw failed(FailureReason.DUMP_INCOMPLETE, guest, "%s is no file".formatted(file));
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      boolean same = false;
      try {
        same = channel.size() == bytes;
        if (!same) {
          throw failed(
              FailureReason.DUMP_INCOMPLETE,
              guest,
              "%s has %d bytes here, and %d on the storage %s"
                  .formatted(file, channel.size(), bytes, place.storage()));
        }
        return Channels.newInputStream(channel);
      } finally {
        if (!same) {
          channel.close();
        }
      }
    } catch (NoSuchFileException e) {
      throw failed(
          FailureReason.SOURCE_NOT_FOUND,
          guest,
          "there is no %s: the claim that is mounted is not the folder of the storage %s"
              .formatted(file, place.storage()));
    } catch (AccessDeniedException e) {
      throw failed(
          FailureReason.SOURCE_ACCESS_DENIED,
          guest,
          "%s may not be read by the user that the worker runs as".formatted(file));
    } catch (IOException e) {
      throw failed(FailureReason.SOURCE_LOST, guest, "%s could not be opened".formatted(file));
    }
  }

  private static SourceException failed(FailureReason reason, Guest guest, String why) {
    return SourceException.ofTarget(reason, "%s was not copied: %s.".formatted(guest.text(), why));
  }
}
