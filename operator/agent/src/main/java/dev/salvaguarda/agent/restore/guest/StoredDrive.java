package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.GuestFacts;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.read.BlobContent;
import dev.salvaguarda.repository.read.BlobFeed;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.NodeBody;
import java.util.Optional;

/** A drive out of the repository, block after block from its beginning. */
public final class StoredDrive implements AutoCloseable {
  private final String target;
  private final GuestFacts.Drive drive;
  private final int blockBytes;
  private final BlockIds ids;
  private final BlobFeed feed;
  private long taken;

  private StoredDrive(
      String target, GuestFacts.Drive drive, int blockBytes, BlockIds ids, BlobFeed feed) {
    this.target = target;
    this.drive = drive;
    this.blockBytes = blockBytes;
    this.ids = ids;
    this.feed = feed;
  }

  /**
   * Opens a drive of a guest.
   *
   * @throws DiffersException if the copy has none of that name
   */
  public static StoredDrive open(
      Stored.Guest guest, GuestFacts.Drive drive, RepositoryReader reader) throws DiffersException {
    BlobId directory =
        reader
            .entry(guest.tree(), ByteString.of(drive.name()))
            .map(node -> node.body() instanceof NodeBody.Directory(BlobId tree) ? tree : null)
            .orElseThrow(() ->
                new DiffersException(
                    "The copy of %s lacks %s, which its %s names."
                        .formatted(guest.wanted().target(), drive.name(), GuestFacts.FILE)));
    BlockIds ids = new BlockIds(reader, directory);
    return new StoredDrive(
        guest.wanted().target(), drive, guest.facts().blockBytes(), ids, reader.feed(ids));
  }

  /**
   * The next block, as long as all but the last one of a drive; empty after the last one, when the
   * whole drive is known to be what was recorded. It is good until this is called again.
   *
   * @throws DiffersException if it is not
   */
  public Optional<BlobContent> next() throws DiffersException {
    Optional<BlobContent> block = feed.next();
    long wanted = Math.min(blockBytes, drive.size() - taken);
    long came = block.map(BlobContent::length).orElse(0);
    if (came != wanted) {
      throw new DiffersException(
          "%s of %s holds %d bytes at %d where it had %d."
              .formatted(drive.name(), target, came, taken, wanted));
    }
    taken += came;
    if (block.isEmpty()) {
      String digest = ids.digest();
      if (!digest.equals(drive.blocksSha256())) {
        throw new DiffersException(
            "The blocks of %s of %s have the SHA-256 %s, and %s was recorded when it was copied."
                .formatted(drive.name(), target, digest, drive.blocksSha256()));
      }
    }
    return block;
  }

  @Override
  public void close() {
    feed.close();
  }
}
