package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.GuestFacts;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.NodeBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The configuration files of a guest, out of the repository. */
public final class StoredConfigs {
  private StoredConfigs() {}

  /**
   * Reads all of them, in the order of the archive that they came in.
   *
   * @throws DiffersException if one is missing that was recorded
   */
  public static List<VmaConfig> read(Stored.Guest guest, RepositoryReader reader)
      throws IOException {
    List<VmaConfig> configs = new ArrayList<>();
    for (String name : guest.facts().configs()) {
      NodeBody.File file =
          reader
              .entry(guest.tree(), ByteString.of(name))
              .map(node -> node.body() instanceof NodeBody.File one ? one : null)
              .orElseThrow(() ->
                  new DiffersException(
                      "The copy of %s lacks %s, which its %s names."
                          .formatted(guest.wanted().target(), name, GuestFacts.FILE)));
      try (InputStream in = reader.open(file.content())) {
        configs.add(new VmaConfig(name, ByteString.of(in.readNBytes(GuestFacts.LARGEST))));
      }
    }
    return configs;
  }
}
