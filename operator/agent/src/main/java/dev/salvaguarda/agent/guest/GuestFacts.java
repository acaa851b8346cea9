package dev.salvaguarda.agent.guest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.agent.vma.VmaDrive;
import dev.salvaguarda.agent.vma.VmaHeader;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What is stored of an archive beside its drives, as {@code vma.json}: enough to put the archive
 * together again, and to tell whether its drives are what they were.
 *
 * @param version of this format
 * @param uuid of the archive
 * @param created when it was begun, by the host's clock
 * @param consistency of the copy
 * @param blockBytes size of the blocks that {@link Drive#blocksSha256} counts
 * @param configs names of the archive's own files, in its order
 * @param drives in the order of their ids
 */
public record GuestFacts(
    int version,
    String uuid,
    String created,
    Consistency consistency,
    int blockBytes,
    List<String> configs,
    List<Drive> drives) {
  /** Name of the file that holds it. */
  public static final String FILE = VmaHeader.OWN_FILE;

  /** More than any guest has to say. */
  public static final int LARGEST = 1 << 20;

  private static final int VERSION = 1;

  public GuestFacts {
    configs = List.copyOf(configs);
    drives = List.copyOf(drives);
  }

  /**
   * A drive.
   *
   * @param name in the archive, and of its directory
   * @param size in bytes
   * @param blocksSha256 SHA-256 over the SHA-256 of each block, in the order of the drive
   */
  public record Drive(int id, String name, long size, String blocksSha256) {}

  static GuestFacts of(
      VmaHeader header, Consistency consistency, int blockBytes, Map<String, DriveTree> trees) {
    return new GuestFacts(
        VERSION,
        header.uuid().toString(),
        header.created().toString(),
        consistency,
        blockBytes,
        header.configs().stream().map(VmaConfig::name).toList(),
        header.drives().stream()
            .map(drive ->
                new Drive(
                    drive.id(),
                    drive.name(),
                    drive.size(),
                    Objects.requireNonNull(trees.get(drive.name()), drive.name()).digest()))
            .toList());
  }

  /**
   * Reads what {@link #FILE} holds.
   *
   * @throws IOException if it is not what a copy writes, or of a later version of this format
   */
  public static GuestFacts parse(byte[] json) throws IOException {
    ObjectMapper lenient =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    GuestFacts facts = lenient.readValue(json, GuestFacts.class);
    if (facts == null || facts.version() != VERSION) {
      throw new IOException("not of version " + VERSION);
    }
    return facts;
  }

  /** Sizes of all drives together, in bytes. */
  public long size() {
    return drives.stream().mapToLong(Drive::size).sum();
  }

  /**
   * The header of an archive of the same guest.
   *
   * @param files the archive's own files, in its order
   */
  public VmaHeader header(List<VmaConfig> files) {
    return new VmaHeader(
        UUID.fromString(uuid),
        Instant.parse(created),
        files,
        drives.stream()
            .map(drive -> new VmaDrive(drive.id(), drive.name(), drive.size()))
            .toList());
  }
}
