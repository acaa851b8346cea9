package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.index.IndexLoader;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where else a blob lies whose first place is damaged. The index keeps some of these places; where
 * it knows of more, all index files are read again, once for each damaged pack. For many threads.
 *
 * <p>Memory is that of the places of one pack's blobs, and {@value #MOST} places more.
 */
final class OtherPlaces {
  private static final int MOST = 100_000;

  private final BlobIndex index;
  private final IndexLoader files;
  private final Set<FileId> searched = new HashSet<>();
  private final Map<BlobHandle, List<BlobLocation>> found = new HashMap<>();

  OtherPlaces(BlobIndex index, IndexLoader files) {
    this.index = index;
    this.files = files;
  }

  /** The other places of the blob that the index says lies here first; empty if it has none. */
  synchronized List<BlobLocation> of(BlobLocation first) {
    BlobHandle blob = first.blob().handle();
    List<BlobLocation> kept = index.findElsewhere(blob).stream().toList();
    if (index.keepsAllPlaces()) {
      return kept;
    }
    if (!searched.contains(first.pack())) {
      search(first.pack());
    }
    return found.getOrDefault(blob, kept);
  }

  private void search(FileId damaged) {
    if (found.size() >= MOST) {
      found.clear();
      searched.clear();
    }
    files
        .find((pack, blob) -> !pack.equals(damaged) && liesFirstIn(damaged, blob.handle()))
        .forEach((pack, blobs) ->
            blobs.forEach(blob ->
                found
                    .computeIfAbsent(blob.handle(), _ -> new ArrayList<>(1))
                    .add(new BlobLocation(pack, blob))));
    searched.add(damaged);
  }

  private boolean liesFirstIn(FileId pack, BlobHandle blob) {
    return index.find(blob).filter(place -> place.pack().equals(pack)).isPresent();
  }
}
