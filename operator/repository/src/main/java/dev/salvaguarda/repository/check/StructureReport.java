package dev.salvaguarda.repository.check;

import java.util.List;
import java.util.Map;

/**
 * What a look at the structure of a repository showed.
 *
 * @param snapshots whose every piece of content was looked for
 * @param packs that the index names
 * @param blobs that the index names in packs that are there
 * @param trees that were read and understood
 * @param damagedSnapshots how many lack something
 * @param findings sentences for a person, some of them if there are many; empty if all is well
 * @param usage what the snapshots of each owner take
 */
public record StructureReport(
    int snapshots,
    int packs,
    long blobs,
    long trees,
    int damagedSnapshots,
    List<String> findings,
    Map<String, Usage> usage) {
  public StructureReport {
    findings = List.copyOf(findings);
    usage = Map.copyOf(usage);
  }

  /** Whether nothing is missing. */
  public boolean isClean() {
    return findings.isEmpty();
  }

  /**
   * Bytes in packs.
   *
   * @param snapshots of the owner
   * @param bytesReferenced of all blobs that one of them needs
   * @param bytesExclusive of those that no other owner's snapshots need
   */
  public record Usage(int snapshots, long bytesReferenced, long bytesExclusive) {}
}
