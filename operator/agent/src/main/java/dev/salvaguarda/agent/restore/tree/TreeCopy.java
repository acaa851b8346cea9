package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.BlobContent;
import dev.salvaguarda.repository.read.BlobFeed;
import dev.salvaguarda.repository.tree.Metadata;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries a tree from the repository to a sink. */
final class TreeCopy {
  private final TreeSink sink;
  private final TreeFaults faults;
  private final Set<String> digested;
  private final RestoreContext context;
  private final Map<String, String> digests = new HashMap<>();

  /** Of files with several names: the name that is asked for may come after the content. */
  private final Map<Metadata.Identity, String> digestsOfNamesakes = new HashMap<>();

  private long bytes;
  private long filesRestored;

  TreeCopy(TreeSink sink, TreeFaults faults, Set<String> digested, RestoreContext context) {
    this.sink = sink;
    this.faults = faults;
    this.digested = Set.copyOf(digested);
    this.context = context;
  }

  /** Bytes of content that are where they belong. */
  long bytes() {
    return bytes;
  }

  /** Files that came whole out of the repository and are where they belong. */
  long filesRestored() {
    return filesRestored;
  }

  /** SHA-256 of the files that are asked for, by path. */
  Map<String, String> digests() {
    return digests;
  }

  void run(TreeWalk walk, SoughtPaths sought) {
    try (BlobFeed feed = context.reader().feed(walk.content())) {
      for (Optional<TreeEvent> event = walk.next(); event.isPresent(); event = walk.next()) {
        context.requireNotCancelled();
        sought.see(event.get());
        switch (event.get()) {
          case TreeEvent.Enter directory -> sink.enter(directory);
          case TreeEvent.Leave directory -> sink.leave(directory);
          case TreeEvent.File file -> copy(file, feed);
          case TreeEvent.Special entry -> sink.special(entry);
          case TreeEvent.Refused(TreePath path, String why) ->
              faults.add(
                  FailureReason.REPOSITORY_CORRUPT,
                  "%s was left out: it %s".formatted(path, why.endsWith(".") ? why : why + "."));
        }
      }
    }
    for (TreePath path : sought.missing()) {
      faults.add(
          FailureReason.SOURCE_NOT_FOUND,
          "%s is included, but is not in the copy.".formatted(path));
    }
  }

  private void copy(TreeEvent.File file, BlobFeed feed) {
    sink.begin(file);
    if (file.link()) {
      filesRestored += sink.end(file, true) ? 1 : 0;
      tell(file, digestsOfNamesakes.get(file.metadata().identity()));
      return;
    }
    @Nullable MessageDigest digest = isDigested(file) ? newSha256() : null;
    long size = 0;
    boolean whole = true;
    for (int i = 0; i < file.body().content().size(); i++) {
      context.requireNotCancelled();
      Optional<BlobContent> next = piece(file, feed, whole);
      if (next.isEmpty()) {
        whole = false;
        continue;
      }
      BlobContent piece = next.get();
      size += piece.length();
      context.board().read(piece.length());
      if (digest != null) {
        digest.update(piece.array(), piece.offset(), piece.length());
      }
      if (whole) {
        sink.write(piece.array(), piece.offset(), piece.length());
      }
    }
    if (whole && size != file.body().size()) {
      whole = false;
      faults.add(
          FailureReason.RESTORE_DIFFERS,
          "%s has %d bytes, and %d were stored.".formatted(file.path(), size, file.body().size()));
    }
    if (sink.end(file, whole)) {
      filesRestored++;
      bytes += size;
    }
    if (whole) {
      if (digest != null) {
        String hex = HexFormat.of().formatHex(digest.digest());
        tell(file, hex);
        if (hasMoreNames(file)) {
          digestsOfNamesakes.put(file.metadata().identity(), hex);
        }
      }
    }
  }

  private boolean isDigested(TreeEvent.File file) {
    return digested.contains(file.path().relative()) || (!digested.isEmpty() && hasMoreNames(file));
  }

  private static boolean hasMoreNames(TreeEvent.File file) {
    return file.metadata().identity().links() > 1;
  }

  private void tell(TreeEvent.File file, @Nullable String digest) {
    String path = file.path().relative();
    if (digest != null && digested.contains(path)) {
      digests.put(path, digest);
    }
  }

  /** Each damaged file is told once; the pieces behind still come, so that they are proven. */
  private Optional<BlobContent> piece(TreeEvent.File file, BlobFeed feed, boolean first) {
    try {
      return feed.next();
    } catch (RepositoryException e) {
      if (e.reason() != Reason.CORRUPT && e.reason() != Reason.OBJECT_MISSING) {
        throw e;
      }
      if (first) {
        faults.add(
            FailureReason.REPOSITORY_CORRUPT,
            "%s can't be restored: %s".formatted(file.path(), e.sentence()));
      }
      return Optional.empty();
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
