package dev.salvaguarda.agent.guest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.io.IOException;

/**
 * What is stored of a container's archive beside its files, as {@code ct.json}: enough to tell
 * whether the archive that is put together again is what it was.
 *
 * @param version of this format
 * @param kind of archive; {@code lxc}
 * @param size of the archive in bytes
 * @param sha256 of the archive, 64 hexadecimal digits
 * @param members how many the archive has
 * @param consistency of the copy
 */
public record ContainerFacts(
    int version, String kind, long size, String sha256, long members, Consistency consistency) {
  /** Name of the file that holds it. */
  public static final String FILE = "ct.json";

  /** More than a container has to say. */
  public static final int LARGEST = 1 << 16;

  static final String KIND = "lxc";
  private static final int VERSION = 1;

  static ContainerFacts of(long size, String sha256, long members, Consistency consistency) {
    return new ContainerFacts(VERSION, KIND, size, sha256, members, consistency);
  }

  /**
   * Reads what {@link #FILE} holds.
   *
   * @throws IOException if it is not what a copy writes, or of a later version of this format
   */
  public static ContainerFacts parse(byte[] json) throws IOException {
    ContainerFacts facts =
        new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .readValue(json, ContainerFacts.class);
    if (facts == null || facts.version() != VERSION) {
      throw new IOException("not of version " + VERSION);
    }
    return facts;
  }
}
