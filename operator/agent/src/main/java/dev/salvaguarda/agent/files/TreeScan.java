package dev.salvaguarda.agent.files;

import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Walks through a tree in the order in which it is stored. For one thread. */
final class TreeScan {
  private final BackupSession session;
  private final Selection selection;
  private final MetadataReader metadata;
  private final FileReaders readers;
  private final CopyFaults faults;
  private final Cancellation cancellation;
  private long entries;
  private long sizeBytes;

  TreeScan(
      BackupSession session,
      Selection selection,
      MetadataReader metadata,
      FileReaders readers,
      CopyFaults faults,
      Cancellation cancellation) {
    this.session = session;
    this.selection = selection;
    this.metadata = metadata;
    this.readers = readers;
    this.faults = faults;
    this.cancellation = cancellation;
  }

  /** What of a tree is wanted. */
  record Selection(Excludes excludes, boolean oneFileSystem, long device) {}

  /** What is wanted below an entry, and whether the entry was asked for by its name. */
  private record Wanted(Optional<Includes> below, boolean named) {}

  private record Listed(ByteString name, Path path) {}

  /** Entries seen, the root not counted. */
  long entries() {
    return entries;
  }

  /** Sizes of all files together, read or not. */
  long sizeBytes() {
    return sizeBytes;
  }

  /** Begins to store a directory with everything in it. */
  PendingDirectory directory(RawPath path, FileFacts facts, Includes includes, ParentTree before)
      throws InterruptedException {
    PendingDirectory directory =
        new PendingDirectory(nameOf(path), metadata.read(path, facts), session.newTree());
    if (selection.oneFileSystem() && facts.ids().device() != selection.device()) {
      return directory;
    }
    if (!includes.isAll()) {
      for (ByteString name : includes.names()) {
        add(directory, path.entry(name), new Wanted(includes.below(name), true), before);
      }
      return directory;
    }
    for (Listed listed : list(path, facts)) {
      add(directory, path.entry(listed.path()), new Wanted(Optional.of(includes), false), before);
    }
    return directory;
  }

  private void add(PendingDirectory directory, RawPath path, Wanted wanted, ParentTree before)
      throws InterruptedException {
    if (cancellation.isRequested()) {
      throw new RepositoryException(Reason.CANCELLED, "The backup was cancelled.");
    }
    if (wanted.below().isEmpty() || selection.excludes().cover(path.components())) {
      return;
    }
    Optional<FileFacts> facts = look(path, wanted.named());
    if (facts.isPresent()) {
      Optional<Pending> entry = entry(path, facts.get(), wanted.below().get(), before);
      if (entry.isPresent()) {
        entries++;
        directory.add(entry.get());
      }
    }
  }

  private Optional<FileFacts> look(RawPath path, boolean named) {
    try {
      return Optional.of(FileFacts.of(path.path()));
    } catch (NoSuchFileException e) {
      if (named) {
        faults.missing(path);
      } else {
        faults.unreadable(path, Optional.empty(), e);
      }
      return Optional.empty();
    } catch (IOException e) {
      faults.unreadable(path, Optional.empty(), e);
      return Optional.empty();
    }
  }

  private Optional<Pending> entry(RawPath path, FileFacts facts, Includes wanted, ParentTree before)
      throws InterruptedException {
    Optional<Node> previous = before.find(path.name());
    if (facts.isDirectory()) {
      return Optional.of(directory(path, facts, wanted, ParentTree.below(session, previous)));
    }
    if (facts.isSocket()) {
      faults.socket(path);
      return Optional.empty();
    }
    if (facts.isRegularFile()) {
      return Optional.of(file(path, facts, previous));
    }
    return special(path, facts)
        .map(body -> ready(new Node(path.name(), metadata.read(path, facts), body)));
  }

  private Pending file(RawPath path, FileFacts facts, Optional<Node> previous)
      throws InterruptedException {
    sizeBytes += facts.size();
    Metadata now = metadata.read(path, facts);
    if (previous.isPresent() && isUnchanged(previous.get(), now, facts)) {
      return ready(new Node(path.name(), now, previous.get().body()));
    }
    return readers.read(path, facts, now);
  }

  private boolean isUnchanged(Node previous, Metadata now, FileFacts facts) {
    return previous.body() instanceof NodeBody.File(long size, var content)
        && size == facts.size()
        && previous.metadata().times().modified().equals(now.times().modified())
        && previous.metadata().times().changed().equals(now.times().changed())
        && previous.metadata().identity().inode() == now.identity().inode()
        && session.hasAll(content);
  }

  private Optional<NodeBody> special(RawPath path, FileFacts facts) {
    if (facts.isSymbolicLink()) {
      try {
        return Optional.of(new NodeBody.Symlink(metadata.linkTarget(path)));
      } catch (IOException e) {
        faults.unreadable(path, Optional.of(facts), e);
        return Optional.empty();
      }
    }
    if (facts.isFifo()) {
      return Optional.of(new NodeBody.Fifo());
    }
    return Optional.of(
        new NodeBody.Device(facts.isCharacterDevice(), facts.ids().representedDevice()));
  }

  /** Names first, since the order is by bytes; the entries themselves are looked at one by one. */
  private List<Listed> list(RawPath path, FileFacts facts) {
    List<Listed> listed = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path.path())) {
      for (Path entry : stream) {
        listed.add(new Listed(RawPath.nameOf(entry), entry));
      }
    } catch (DirectoryIteratorException e) {
      faults.unreadable(path, Optional.of(facts), e.getCause() == null ? e : e.getCause());
    } catch (IOException e) {
      faults.unreadable(path, Optional.of(facts), e);
    }
    listed.sort(Comparator.comparing(Listed::name));
    return listed;
  }

  private static Pending ready(Node node) {
    Optional<Node> made = Optional.of(node);
    return () -> made;
  }

  private static ByteString nameOf(RawPath path) {
    return path.components().isEmpty() ? ByteString.of("") : path.name();
  }
}
