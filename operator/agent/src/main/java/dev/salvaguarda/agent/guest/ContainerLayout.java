package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.tar.MemberKind;
import dev.salvaguarda.agent.tar.TarLimits;
import dev.salvaguarda.agent.tar.TarMember;
import dev.salvaguarda.repository.chunk.Chunking;
import java.util.Map;
import java.util.Optional;

/**
 * Where the parts of a container's archive are in its directory. The same for who stores and for
 * who puts together again.
 */
final class ContainerLayout {
  /** All files of the container. */
  static final String ROOT = "root";

  /** All bytes of the archive that are no file's content, in their order. */
  static final String HEADERS = "tar.headers";

  /** Of files and of headers. Must never change: every container would be stored anew. */
  static final Chunking CHUNKS = new Chunking.ContentDefined(128 << 10, false);

  /** Holes included, which cost time. */
  static final TarLimits LIMITS = new TarLimits(2L << 40, 16L << 40);

  /** Where vzdump puts its files in the archive. */
  static final String FOLDER_OF_THE_HOST = "./etc/vzdump/";

  private static final Map<String, String> OF_THE_HOST =
      Map.of("/etc/vzdump/pct.conf", GuestConfig.OF_CONTAINER, "/etc/vzdump/pct.fw", "pct.fw");

  private boolean begun;

  /**
   * The name of the file that vzdump put before those of the container, to be asked for each member
   * in its order; empty for a file of the container itself.
   */
  Optional<String> ofHost(TarMember member) {
    Optional<String> name =
        begun || member.kind() != MemberKind.FILE
            ? Optional.empty()
            : Optional.ofNullable(OF_THE_HOST.get(member.path().text()));
    begun |= name.isEmpty();
    return name;
  }
}
