package dev.salvaguarda.agent.files;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
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
  private final Map<String, Integer> remarks = new HashMap<>();

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

  /** An extended attribute, or the list of them, could not be read; the entry itself was copied. */
  void attributeUnreadable(RawPath path, String attribute, String cause) {
    add(
        FailureReason.FILE_UNREADABLE,
        "%s was copied without %s, which could not be read: %s".formatted(path, attribute, cause));
  }

  /** A file changed between the beginning and the end of its copy. */
  void changed(RawPath path) {
    add(FailureReason.FILE_CHANGED, path + " changed while it was read");
  }

  /** A file grew between the beginning and the end of its copy, as it may. */
  void grew(RawPath path, long size) {
    remark(
        "grew",
        "%s grew while it was read; stored are its first %d bytes, as files.tolerateGrowth allows."
            .formatted(path, size));
  }

  /** An entry that has nothing to copy, or is not meant to be. */
  void leftOut(RawPath path, String why) {
    remark(why, "%s %s and was left out.".formatted(path, why));
  }

  /** Something was asked for at or below a path where there is nothing. */
  void missing(RawPath path, Includes wanted) {
    included(FailureReason.SOURCE_NOT_FOUND, path, wanted, "does not exist");
  }

  /** Something was asked for below an entry that is no directory. */
  void noWayThrough(RawPath path, FileFacts facts, Includes wanted) {
    String obstacle =
        facts.isSymbolicLink()
            ? "is a symbolic link, which is not followed; include the path that it leads to"
            : "is not a directory";
    included(FailureReason.SOURCE_NOT_FOUND, path, wanted, obstacle);
  }

  /** Something was asked for and left out at the same time. */
  void excluded(RawPath path, Includes wanted) {
    included(FailureReason.SOURCE_EMPTY, path, wanted, "is excluded as well");
  }

  /** A link was asked for, and what it leads to was not. */
  void onlyALink(RawPath path) {
    add(
        FailureReason.SOURCE_EMPTY,
        path
            + " is included, but is a symbolic link, of which only the link itself was stored;"
            + " include the path that it leads to");
  }

  /** A socket was asked for. */
  void onlyASocket(RawPath path) {
    add(FailureReason.SOURCE_EMPTY, path + " is included, but is a socket, which has no content");
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

  private void included(FailureReason reason, RawPath at, Includes wanted, String obstacle) {
    for (RawPath path : wanted.paths(at)) {
      String where = path.bytes().equals(at.bytes()) ? "" : at + " ";
      add(reason, "%s is included, but %s%s".formatted(path, where, obstacle));
    }
  }

  private synchronized void add(FailureReason reason, String what) {
    int count = counts.merge(reason, 1, Integer::sum);
    if (count == 1) {
      first.put(reason, what);
    }
    if (count <= NOTED) {
      notes.warning(target, new Failure(reason, what + "."));
    }
  }

  private synchronized void remark(String kind, String message) {
    if (remarks.merge(kind, 1, Integer::sum) <= NOTED) {
      notes.info(target, message);
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
}
