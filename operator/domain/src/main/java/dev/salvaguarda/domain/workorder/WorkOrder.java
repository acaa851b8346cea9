package dev.salvaguarda.domain.workorder;

import java.util.List;

/**
 * All that one attempt of a run has to know, without a secret: secrets are named by the files in
 * which they are mounted.
 *
 * @param version of this format; a reader refuses one it does not know
 * @param run which run and attempt this is, for tags and log lines
 * @param source what to copy
 * @param targets names of the targets wanted; empty means all that the source has
 * @param repository where to write
 * @param guards limits below which a copy is suspicious
 * @param bandwidthBytesPerSecond upload limit over all connections; 0 means none
 */
public record WorkOrder(
    int version,
    RunIdentity run,
    SourceOrder source,
    List<String> targets,
    RepositoryAccess repository,
    Guards guards,
    long bandwidthBytesPerSecond) {

  /** The version that this code writes and reads. */
  public static final int VERSION = 1;

  public WorkOrder {
    targets = List.copyOf(targets);
    if (bandwidthBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "bandwidthBytesPerSecond must not be negative, but is " + bandwidthBytesPerSecond);
    }
  }
}
