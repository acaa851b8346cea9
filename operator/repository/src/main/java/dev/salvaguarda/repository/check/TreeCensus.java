package dev.salvaguarda.repository.check;

import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Visits all trees of snapshots, each once for an owner, several at a time, and looks whether what
 * they name is there.
 */
final class TreeCensus implements AutoCloseable {
  /** Trees on their way at a time: each costs the way to the store and back. */
  private static final int AHEAD = 8;

  /** What they take together, unless one of them alone takes more. */
  private static final int MOST_KIBIBYTES = 16 << 10;

  private static final int MOST_LACKS = 200;

  private final RepositoryReader reader;
  private final BlobOwners owners;
  private final ExecutorService workers = Executors.newFixedThreadPool(AHEAD);
  private final CompletionService<Seen> visits = new ExecutorCompletionService<>(workers);

  private final Semaphore room = new Semaphore(MOST_KIBIBYTES, true);

  private long trees;

  TreeCensus(RepositoryReader reader, BlobOwners owners) {
    this.reader = reader;
    this.owners = owners;
  }

  /** Something that a snapshot needs and that can't be had, with a sentence for a person. */
  record Lack(BlobHandle blob, String sentence) {}

  /** What one tree holds: the trees below it that were not visited yet, and what is missing. */
  private record Seen(boolean readable, List<BlobId> below, List<Lack> missing) {}

  /** Trees that were read so far. */
  long trees() {
    return trees;
  }

  /**
   * What a snapshot lacks, {@value #MOST_LACKS} pieces at most; what an earlier one of the owner
   * lacked is not told.
   */
  List<Lack> count(Snapshot snapshot) {
    String name = "Snapshot " + snapshot.id().abbreviated();
    List<Lack> missing = new ArrayList<>();
    Deque<BlobId> waiting = new ArrayDeque<>();
    BlobHandle root = new BlobHandle(BlobType.TREE, snapshot.tree());
    switch (owners.need(root)) {
      case NEW -> waiting.push(snapshot.tree());
      case KNOWN -> {}
      case MISSING ->
          missing.add(
              new Lack(
                  root, "%s lacks its root tree %s.".formatted(name, root.id().abbreviated())));
    }
    int underWay = 0;
    while (!waiting.isEmpty() || underWay > 0) {
      while (!waiting.isEmpty() && underWay < AHEAD) {
        BlobId tree = waiting.pop();
        var _ = visits.submit(() -> visit(tree, name));
        underWay++;
      }
      Seen seen = next();
      underWay--;
      trees += seen.readable() ? 1 : 0;
      seen.below().forEach(waiting::push);
      seen.missing().stream().limit(Math.max(0, MOST_LACKS - missing.size())).forEach(missing::add);
    }
    return missing;
  }

  private Seen visit(BlobId tree, String snapshot) {
    List<BlobId> below = new ArrayList<>();
    List<Lack> missing = new ArrayList<>();
    int taken = 0;
    try {
      taken = takeRoom(tree);
      for (Iterator<Node> nodes = reader.readTree(tree); nodes.hasNext(); ) {
        visit(nodes.next(), snapshot, below, missing);
      }
      return new Seen(true, below, missing);
    } catch (RepositoryException e) {
      if (e.reason() != Reason.CORRUPT && e.reason() != Reason.OBJECT_MISSING) {
        throw e;
      }
      missing.add(
          new Lack(
              new BlobHandle(BlobType.TREE, tree), "%s: %s".formatted(snapshot, e.sentence())));
      return new Seen(false, below, missing);
    } finally {
      room.release(taken);
    }
  }

  /** Waits until what is on its way leaves room for a tree; one that is larger comes alone. */
  private int takeRoom(BlobId tree) {
    int kibibytes = Math.min(MOST_KIBIBYTES, 1 + reader.sizeOfTree(tree) / 1024);
    try {
      room.acquire(kibibytes);
      return kibibytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    }
  }

  private void visit(Node node, String snapshot, List<BlobId> below, List<Lack> missing) {
    switch (node.body()) {
      case NodeBody.Directory(BlobId subtree) -> {
        BlobHandle handle = new BlobHandle(BlobType.TREE, subtree);
        switch (owners.need(handle)) {
          case NEW -> below.add(subtree);
          case KNOWN -> {}
          case MISSING -> missing.add(lack(snapshot, node, handle));
        }
      }
      case NodeBody.File file -> {
        for (BlobId blob : file.content()) {
          BlobHandle handle = new BlobHandle(BlobType.DATA, blob);
          if (owners.need(handle) == BlobOwners.Need.MISSING && missing.size() < MOST_LACKS) {
            missing.add(lack(snapshot, node, handle));
          }
        }
      }
      case NodeBody.Symlink _,
          NodeBody.Device _,
          NodeBody.Fifo _,
          NodeBody.Socket _,
          NodeBody.Unknown _ -> {}
    }
  }

  private static Lack lack(String snapshot, Node node, BlobHandle blob) {
    return new Lack(
        blob,
        "%s lacks the %s blob %s of \"%s\"."
            .formatted(snapshot, blob.type().wireName(), blob.id().abbreviated(), node.name()));
  }

  private Seen next() {
    try {
      return visits.take().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RepositoryException known
          ? known
          : new IllegalStateException("reading a tree failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    }
  }

  private static RepositoryException cancelled(InterruptedException e) {
    return new RepositoryException(Reason.CANCELLED, "The check was cancelled.", e);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
