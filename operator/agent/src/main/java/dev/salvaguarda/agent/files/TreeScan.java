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
  /** Of fewer entries, to hand them over takes longer than to look at them. */
  private static final int FEW = 8;

  private final BackupSession session;
  private final Selection selection;
  private final MetadataReader metadata;
  private final FileReaders readers;
  private final CopyFaults faults;
  private final Cancellation cancellation;
  private final LookAhead ahead;
  private final EntryWindow window = new EntryWindow();
  private long entries;
  private long sizeBytes;

  TreeScan(
      BackupSession session,
      Selection selection,
      MetadataReader metadata,
      LookAhead ahead,
      FileReaders readers,
      CopyFaults faults,
      Cancellation cancellation) {
    this.session = session;
    this.selection = selection;
    this.metadata = metadata;
    this.ahead = ahead;
    this.readers = readers;
    this.faults = faults;
    this.cancellation = cancellation;
  }

  /** What is wanted below an entry, and whether the entry was asked for by its name. */
  private record Wanted(Includes below, boolean named) {}

  /** A directory that is being walked through; the top is the root of a file system. */
  private record Place(
      PendingDirectory directory, RawPath path, ParentTree before, long device, boolean top) {}

  /** Entries seen, the root not counted. */
  long entries() {
    return entries;
  }

  /** Sizes of all files together, read or not. */
  long sizeBytes() {
    return sizeBytes;
  }

  /** Stores what is wanted of the tree but for its root, which is left to be stored. */
  PendingDirectory run(FileFacts facts, ParentTree before) throws InterruptedException {
    RawPath path = selection.root();
    PendingDirectory root =
        new PendingDirectory(ByteString.of(""), metadata.read(path, facts), session);
    fill(new Place(root, path, before, facts.ids().device(), true), facts, selection.includes());
    window.drain();
    return root;
  }

  private void fill(Place place, FileFacts facts, Includes includes) throws InterruptedException {
    if (!includes.isAll()) {
      for (ByteString name : includes.names()) {
        Includes below = includes.below(name).orElseThrow();
        add(place, at(place, name), new Wanted(below, true));
      }
      return;
    }
    List<ByteString> names = list(place.path(), facts);
    Wanted wanted = new Wanted(includes, false);
    if (place.top() || names.size() < FEW) {
      for (ByteString name : names) {
        add(place, at(place, name), wanted);
      }
      return;
    }
    LookAhead.Entries entries = ahead.over(place.path(), names);
    for (Seen seen = entries.next(); seen != null; seen = entries.next()) {
      add(place, seen, wanted);
    }
  }

  private Seen at(Place place, ByteString name) {
    return Seen.at(place.path().entry(name), selection.excludes());
  }

  private void add(Place place, Seen seen, Wanted wanted) throws InterruptedException {
    if (cancellation.isRequested()) {
      throw new RepositoryException(Reason.CANCELLED, "The backup was cancelled.");
    }
    FileFacts facts = seen.facts();
    if (facts == null) {
      tellWhyNot(seen, wanted);
      return;
    }
    if (isWanted(place, seen.path(), facts, wanted)) {
      Optional<Pending> entry = entry(place, seen, facts, wanted);
      if (entry.isPresent()) {
        entries++;
        window.add(place.directory(), entry.get());
      }
    }
  }

  private void tellWhyNot(Seen seen, Wanted wanted) {
    switch (seen.failed()) {
      case null -> {
        if (wanted.named()) {
          faults.excluded(seen.path(), wanted.below());
        }
      }
      case NoSuchFileException _ when wanted.named() -> faults.missing(seen.path(), wanted.below());
      case IOException e -> faults.unreadable(seen.path(), Optional.empty(), e);
    }
  }

  private boolean isWanted(Place place, RawPath path, FileFacts facts, Wanted wanted) {
    if (!wanted.below().isAll() && !facts.isDirectory()) {
      faults.noWayThrough(path, facts, wanted.below());
      return false;
    }
    if (wanted.named()) {
      return true;
    }
    if (place.top() && !selection.systemFiles() && SystemEntries.contain(path.name(), facts)) {
      faults.leftOut(path, "belongs to the file system");
      return false;
    }
    return true;
  }

  private Optional<Pending> entry(Place place, Seen seen, FileFacts facts, Wanted wanted)
      throws InterruptedException {
    RawPath path = seen.path();
    Optional<Node> previous = place.before().find(path.name());
    if (facts.isDirectory()) {
      return Optional.of(directory(place, seen, facts, wanted, previous));
    }
    if (facts.isRegularFile()) {
      return Optional.of(file(seen, facts, previous));
    }
    if (wanted.named()) {
      noteWhatANameDoesNotBring(path, facts);
    }
    if (facts.isSocket()) {
      faults.leftOut(path, "is a socket");
      return Optional.empty();
    }
    return special(path, facts)
        .map(body -> ready(new Node(path.name(), seen.metadata(metadata, facts), body)));
  }

  /** Who asks for something by its name expects its content. */
  private void noteWhatANameDoesNotBring(RawPath path, FileFacts facts) {
    if (facts.isSymbolicLink() && !selection.includesTargetOf(path)) {
      faults.onlyALink(path);
    } else if (facts.isSocket()) {
      faults.onlyASocket(path);
    }
  }

  private PendingDirectory directory(
      Place above, Seen seen, FileFacts facts, Wanted wanted, Optional<Node> previous)
      throws InterruptedException {
    RawPath path = seen.path();
    PendingDirectory directory =
        new PendingDirectory(path.name(), seen.metadata(metadata, facts), session);
    long device = facts.ids().device();
    boolean mounted = device != above.device();
    if (mounted && selection.oneFileSystem() && !wanted.named()) {
      return directory;
    }
    ParentTree before = ParentTree.below(session, previous);
    fill(new Place(directory, path, before, device, mounted), facts, wanted.below());
    return directory;
  }

  private Pending file(Seen seen, FileFacts facts, Optional<Node> previous)
      throws InterruptedException {
    RawPath path = seen.path();
    sizeBytes += facts.size();
    Metadata now = seen.metadata(metadata, facts);
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

  /** Names only, in the order of their bytes: a directory may have a million of them. */
  private List<ByteString> list(RawPath path, FileFacts facts) {
    List<ByteString> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path.path())) {
      stream.forEach(entry -> names.add(RawPath.nameOf(entry)));
    } catch (DirectoryIteratorException e) {
      faults.unreadable(path, Optional.of(facts), e.getCause() == null ? e : e.getCause());
    } catch (IOException e) {
      faults.unreadable(path, Optional.of(facts), e);
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private static Pending ready(Node node) {
    Optional<Node> made = Optional.of(node);
    return () -> made;
  }
}
