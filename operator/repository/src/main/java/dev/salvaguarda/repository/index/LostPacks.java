package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.model.FileId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Packs that index files name and that the store does not have, or has with another length than it
 * must have: somebody or something outside removed or cut them. What was in them counts as never
 * stored, so that content which is still at its source is stored anew; snapshots that need content
 * which is not can't be restored whole any more.
 *
 * @param packs how many; 0 if all is well
 * @param blobs how many blobs the index files name in them, those with a second place included
 * @param names of some of them, for a person who looks for them in the bucket
 */
public record LostPacks(int packs, long blobs, List<FileId> names) {
  /** All is well. */
  public static final LostPacks NONE = new LostPacks(0, 0, List.of());

  public LostPacks {
    names = List.copyOf(names);
  }

  public boolean isEmpty() {
    return packs == 0;
  }

  /** One sentence for a person; not of use when nothing is lost. */
  public String sentence() {
    return "The repository lacks %d of the packs that its index names, with %d pieces of content, such as %s; what is still at the source is stored again, but earlier snapshots may not restore whole."
        .formatted(
            packs,
            blobs,
            names.stream().limit(3).map(FileId::abbreviated).collect(Collectors.joining(", ")));
  }
}
