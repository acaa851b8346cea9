package dev.salvaguarda.agent.faults;

import dev.salvaguarda.agent.guest.GuestFacts;
import dev.salvaguarda.agent.guest.TarRebuild;
import dev.salvaguarda.agent.restore.guest.StoredDrive;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.read.BlobContent;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.testkit.proxmox.ContainerMember;
import dev.salvaguarda.testkit.proxmox.DriveContent;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The copies of guests in a repository, read anew. */
final class StoredGuests implements AutoCloseable {
  private final Repository repository;
  private final RepositoryReader reader;

  /** A copy of one guest. */
  record Copy(String id, String target) {
    int vmid() {
      return Integer.parseInt(target.substring(target.lastIndexOf('/') + 1));
    }
  }

  private StoredGuests(Repository repository) {
    this.repository = repository;
    this.reader = repository.reader(repository.loadIndex());
  }

  static StoredGuests open(TestRepository place) {
    return new StoredGuests(place.open(place.newStore()));
  }

  List<Copy> copies() {
    return repository.snapshots().list().stream()
        .map(one -> new Copy(one.id().toString(), one.paths().getFirst()))
        .toList();
  }

  /** SHA-256 of each drive, or of each file of a container, whose archive is put together, too. */
  Map<String, String> sums(Copy copy) throws IOException {
    try {
      Stored stored =
          Stored.find(
              new RestoreTask.Wanted(copy.target(), copy.id(), null, null), repository, reader);
      return switch (stored) {
        case Stored.Guest guest -> drives(guest);
        case Stored.Container container -> files(container.files().tree());
        case Stored.Tree _ -> throw new AssertionError("a tree");
        case Stored.Dump _ -> throw new AssertionError("a dump");
      };
    } catch (SourceException e) {
      throw new AssertionError(copy.target(), e);
    }
  }

  /** What the sums have to be. */
  static Map<String, String> sums(SimulatedGuest guest) {
    return switch (guest.kind()) {
      case QEMU ->
          guest.drives().stream()
              .collect(
                  Collectors.toMap(
                      drive -> drive.image().device(),
                      DriveContent::sha256,
                      (a, _) -> a,
                      TreeMap::new));
      case LXC ->
          guest.members().stream()
              .filter(StoredGuests::isPlain)
              .collect(
                  Collectors.toMap(
                      ContainerMember::name, ContainerMember::sha256, (a, _) -> a, TreeMap::new));
    };
  }

  private static boolean isPlain(ContainerMember member) {
    return member.type() == '0' && StandardCharsets.US_ASCII.newEncoder().canEncode(member.name());
  }

  private Map<String, String> drives(Stored.Guest guest) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (GuestFacts.Drive drive : guest.facts().drives()) {
      MessageDigest sum = sha256();
      try (StoredDrive blocks = StoredDrive.open(guest, drive, reader)) {
        for (Optional<BlobContent> next = blocks.next(); next.isPresent(); next = blocks.next()) {
          sum.update(next.get().copy());
        }
      }
      sums.put(drive.name(), HexFormat.of().formatHex(sum.digest()));
    }
    return sums;
  }

  private Map<String, String> files(BlobId guest) throws IOException {
    new TarRebuild(reader, guest).write(OutputStream.nullOutputStream());
    Map<String, String> sums = new TreeMap<>();
    reader
        .find(guest, "root")
        .ifPresent(root -> addFiles(((NodeBody.Directory) root.body()).subtree(), "./", sums));
    return sums;
  }

  private void addFiles(BlobId tree, String place, Map<String, String> sums) {
    reader
        .readTree(tree)
        .forEachRemaining(node -> {
          String name = place + node.name();
          if (node.body() instanceof NodeBody.Directory(BlobId below)) {
            addFiles(below, name + "/", sums);
          } else if (node.body() instanceof NodeBody.File file
              && StandardCharsets.US_ASCII.newEncoder().canEncode(name)
              && !name.endsWith(".link")) {
            sums.put(name, sum(file));
          }
        });
  }

  private String sum(NodeBody.File file) {
    MessageDigest sum = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = reader.open(file.content())) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sum.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(sum.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    reader.close();
    repository.close();
  }
}
