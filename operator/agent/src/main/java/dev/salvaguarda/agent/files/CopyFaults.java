package dev.salvaguarda.agent.files;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Entries that are missing from a copy, or doubtful in it. The first ones are noted one by one; all
 * of them are counted. May be told by many threads.
 */
final class CopyFaults {
  private static final int NOTED = 20;

  private final String target;
  private final Notes notes;
  private final Map<FailureReason, Integer> counts = new EnumMap<>(FailureReason.class);
  private final Map<FailureReason, String> first = new EnumMap<>(FailureReason.class);
  private int sockets;

  CopyFaults(String target, Notes notes) {
    this.target = target;
    this.notes = notes;
  }

  /** An entry could not be read. */
  void unreadable(RawPath path, Optional<FileFacts> facts, Exception cause) {
    if (cause instanceof NoSuchFileException) {
      add(FailureReason.FILE_CHANGED, path + " vanished while the tree was copied");
    } else if (cause instanceof AccessDeniedException) {
      add(
          FailureReason.FILE_UNREADABLE,
          path + " may not be read" + facts.map(CopyFaults::hint).orElse(""));
    } else {
      add(FailureReason.FILE_UNREADABLE, path + " could not be read: " + kind(cause));
    }
  }

  /** A file changed between the beginning and the end of its copy. */
  void changed(RawPath path) {
    add(FailureReason.FILE_CHANGED, path + " changed while it was read");
  }

  /** A path that was asked for is not there. */
  void missing(RawPath path) {
    add(FailureReason.SOURCE_NOT_FOUND, path + " is included, but does not exist");
  }

  /** A socket has nothing to copy. */
  synchronized void socket(RawPath path) {
    if (sockets++ < NOTED) {
      notes.info(target, path + " is a socket and was left out.");
    }
  }

  /** One failure a reason, the worst first. */
  synchronized List<Failure> shortfalls() {
    List<Failure> shortfalls = new ArrayList<>();
    counts.forEach((reason, count) ->
        shortfalls.add(
            new Failure(
                reason,
                count == 1
                    ? first.get(reason) + "."
                    : "%d entries are affected; the first: %s."
                        .formatted(count, first.get(reason)))));
    return shortfalls;
  }

  private synchronized void add(FailureReason reason, String what) {
    String message = printable(what);
    int count = counts.merge(reason, 1, Integer::sum);
    if (count == 1) {
      first.put(reason, message);
    }
    if (count <= NOTED) {
      notes.warning(target, new Failure(reason, message + "."));
    }
  }

  /** Says what would read the entry, by whom it lets in. */
  private static String hint(FileFacts facts) {
    int needed = facts.isDirectory() ? 5 : 4;
    FileFacts.Ids ids = facts.ids();
    String who = " (owner %d:%d, mode %04o)".formatted(ids.uid(), ids.gid(), facts.mode() & 07777);
    if (ids.uid() != 0 && (facts.mode() >> 6 & needed) == needed) {
      return who + "; runTemplate.securityContext.runAsUser: %d would read it".formatted(ids.uid());
    }
    if (ids.gid() != 0 && (facts.mode() >> 3 & needed) == needed) {
      return who
          + "; runTemplate.securityContext.supplementalGroups: [%d] would read it"
              .formatted(ids.gid());
    }
    return who
        + "; runTemplate.securityContext.runAsUser: 0 with the capability DAC_READ_SEARCH would"
        + " read it";
  }

  private static String kind(Exception cause) {
    return cause instanceof java.nio.file.FileSystemException system && system.getReason() != null
        ? system.getReason()
        : cause.getClass().getSimpleName();
  }

  /** Names may hold line breaks; messages may not. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .limit(1000)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}
