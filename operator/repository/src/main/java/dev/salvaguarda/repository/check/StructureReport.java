package dev.salvaguarda.repository.check;

import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.model.FileId;
import java.util.List;
import java.util.Map;

/**
 * What a look at the structure of a repository showed.
 *
 * @param snapshots whose every piece of content was looked for
 * @param packs that the index names
 * @param lost those of them that the store does not have whole
 * @param blobs that the index names in packs that are there
 * @param trees that were read and understood
 * @param damaged snapshots that lack something
 * @param findings sentences for a person, some of them if there are many; empty if all is well
 * @param usage what the snapshots of each owner take
 */
public record StructureReport(
    int snapshots,
    int packs,
    LostPacks lost,
    long blobs,
    long trees,
    List<Damaged> damaged,
    List<String> findings,
    Map<String, Usage> usage) {
  public StructureReport {
    damaged = List.copyOf(damaged);
    findings = List.copyOf(findings);
    usage = Map.copyOf(usage);
  }

  /** Whether nothing is missing. */
  public boolean isClean() {
    return findings.isEmpty();
  }

  /**
   * A snapshot that lacks something.
   *
   * @param snapshot its id
   * @param tags that it carries; empty if its record can't be read
   * @param packs in which, says the index, that lies; those of the first pieces if there are many
   */
  public record Damaged(FileId snapshot, List<String> tags, List<FileId> packs) {
    public Damaged {
      tags = List.copyOf(tags);
      packs = List.copyOf(packs);
    }
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
