package dev.salvaguarda.agent.files;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.StoredFile;
import dev.salvaguarda.repository.write.StreamRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Reads and stores files, several at a time: one small file alone would mostly wait. */
final class FileReaders implements AutoCloseable {
  private static final int THREADS = 4;

  /** Files handed over and not read yet; more would only take memory. */
  private static final int AHEAD = 128;

  private final BackupSession session;
  private final FileOpener opener;
  private final PathPatterns mayGrow;
  private final CopyFaults faults;
  private final ProgressBoard board;
  private final LongAdder bytesRead = new LongAdder();
  private final Semaphore ahead = new Semaphore(AHEAD);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("file-", 1).factory());

  FileReaders(
      BackupSession session,
      FileOpener opener,
      PathPatterns mayGrow,
      CopyFaults faults,
      ProgressBoard board) {
    this.session = session;
    this.opener = opener;
    this.mayGrow = mayGrow;
    this.faults = faults;
    this.board = board;
  }

  /** Begins to read a file as soon as a thread is free. */
  Pending read(RawPath path, FileFacts facts, Metadata metadata) throws InterruptedException {
    ahead.acquire();
    Future<Optional<Node>> reading =
        threads.submit(() -> {
          try {
            return store(path, facts, metadata);
          } finally {
            ahead.release();
          }
        });
    return () -> await(reading);
  }

  /** Bytes of all files that were read. */
  long bytesRead() {
    return bytesRead.sum();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Optional<Node> store(RawPath path, FileFacts facts, Metadata metadata) {
    StoredFile stored;
    InputStream content;
    try (InputStream in = opener.open(path.path())) {
      content = mayGrow.cover(path.components()) ? new FirstBytes(in, facts.size()) : in;
      stored = session.storeFile(content, StreamRequest.file(Chunking.FILES, facts.size()));
    } catch (IOException e) {
      faults.unreadable(path, Optional.of(facts), e);
      return Optional.empty();
    }
    bytesRead.add(stored.size());
    board.read(stored.size());
    if (hasChanged(path, facts, stored)) {
      if (content instanceof FirstBytes first && onlyGrew(path, facts, first)) {
        faults.grew(path, facts.size());
      } else {
        faults.changed(path);
      }
    }
    return Optional.of(new Node(path.name(), metadata, stored.toBody()));
  }

  private static boolean hasChanged(RawPath path, FileFacts before, StoredFile stored) {
    try {
      return stored.size() != before.size() || !FileFacts.of(path.path()).sameContentAs(before);
    } catch (IOException _) {
      return true;
    }
  }

  /** Whether a file still begins with all that was stored of it. */
  private boolean onlyGrew(RawPath path, FileFacts before, FirstBytes stored) {
    try (FirstBytes again = new FirstBytes(opener.open(path.path()), before.size())) {
      long _ = again.transferTo(OutputStream.nullOutputStream());
      FileFacts now = FileFacts.of(path.path());
      return now.ids().inode() == before.ids().inode()
          && now.size() >= before.size()
          && Arrays.equals(stored.digest(), again.digest());
    } catch (IOException _) {
      return false;
    }
  }

  private Optional<Node> await(Future<Optional<Node>> reading) throws InterruptedException {
    while (true) {
      try {
        return reading.get(1, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RepositoryException known
            ? new RepositoryException(known.reason(), known.sentence(), known)
            : new IllegalStateException("reading a file failed", e.getCause());
      } catch (java.util.concurrent.TimeoutException _) {
        if (threads.isShutdown()) {
          throw new InterruptedException("the readers were stopped");
        }
      }
    }
  }
}
