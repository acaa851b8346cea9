package dev.salvaguarda.agent.restore.stored;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.agent.dump.DumpStream;
import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Rung;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dump on its way out of the repository: read to its end, it is compared with what was recorded
 * when it was made.
 */
public final class RebuiltDump extends InputStream {
  private final Stored.Dump dump;
  private final MessageDigest sha256 = newSha256();
  private final DumpStream counted;
  private final PushbackInputStream in;
  private final DumpHeader header;
  private @Nullable RepositoryException damage;
  private boolean complete;

  private RebuiltDump(Stored.Dump dump, InputStream content, ProgressBoard board)
      throws IOException {
    this.dump = dump;
    this.counted = new DumpStream(new DigestInputStream(content, sha256), board);
    this.in = new PushbackInputStream(counted, DumpHeader.HEAD_BYTES);
    byte[] head = beginning();
    in.unread(head);
    this.header = DumpHeader.of(head);
  }

  /** Begins to read the dump and looks at its first lines. */
  public static RebuiltDump open(Stored.Dump dump, RepositoryReader reader, ProgressBoard board)
      throws IOException {
    return new RebuiltDump(dump, reader.open(dump.body().content()), board);
  }

  private byte[] beginning() throws IOException {
    try {
      return in.readNBytes(DumpHeader.HEAD_BYTES);
    } catch (RepositoryException e) {
      note(e);
      return new byte[0];
    }
  }

  public DumpHeader header() {
    return header;
  }

  /** What was asked for. */
  public Stored.Dump stored() {
    return dump;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Ends early where the repository is damaged, which {@link #isWhole()} tells. */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (damage != null) {
      return -1;
    }
    try {
      int count = in.read(buffer, offset, length);
      complete |= count < 0;
      return count;
    } catch (RepositoryException e) {
      note(e);
      return -1;
    }
  }

  /** Damage is of this dump; all else is of the repository. */
  private void note(RepositoryException e) {
    if (e.reason() != Reason.CORRUPT && e.reason() != Reason.OBJECT_MISSING) {
      throw e;
    }
    damage = e;
  }

  /** Whether all of it was read, so that it is worth being believed. */
  public boolean isWhole() {
    return complete;
  }

  /** How far it is proven; of use once it was read to its end. */
  public Proof proof() {
    long size = counted.size();
    if (damage != null) {
      return new Proof(null, size, null, RepositoryFailures.of(damage));
    }
    if (!complete) {
      throw new IllegalStateException("a dump is proven when it was read to its end");
    }
    String hash = HexFormat.of().formatHex(((MessageDigest) clone(sha256)).digest());
    String recorded = dump.wanted().sha256();
    @Nullable Boolean matches = recorded == null ? null : recorded.equals(hash);
    Proof fetched = new Proof(Rung.V0, size, matches, null);
    if (Boolean.FALSE.equals(matches)) {
      return fetched.with(
          differs(
              "has the SHA-256 %s, and %s was recorded when it was made"
                  .formatted(hash, Objects.requireNonNull(recorded))));
    }
    if (size != dump.body().size()) {
      return fetched.with(
          differs("has %d bytes, and %d were stored".formatted(size, dump.body().size())));
    }
    return probed(fetched.on(Rung.V1));
  }

  private Proof probed(Proof rebuilt) {
    if (header.kind().isEmpty()) {
      return rebuilt.with(differs("does not begin as any dump does that this program knows"));
    }
    return header.kind().get().trailer().ends(counted.tail())
        ? rebuilt.on(Rung.V2)
        : rebuilt.with(
            differs("lacks its last line, %s".formatted(header.kind().get().trailer().line())));
  }

  private Failure differs(String how) {
    return new Failure(
        FailureReason.RESTORE_DIFFERS, "The dump of %s %s.".formatted(dump.wanted().target(), how));
  }

  private static Object clone(MessageDigest digest) {
    try {
      return digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 can be copied", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
