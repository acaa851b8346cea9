package dev.salvaguarda.agent.tar;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata.ExtendedAttribute;
import java.time.Instant;
import java.util.List;

/**
 * A member of an archive, without its content.
 *
 * @param permissions with set-user-ID, set-group-ID and sticky bit
 * @param owner as the archive numbers and names users
 * @param times when it was changed
 * @param size of a file's content in bytes, holes included; 0 for what is no file
 * @param link where a symbolic link leads, as it is written; empty for what is none
 * @param linked the file that a hard link is another name of; the root for what is none
 * @param device of a device, as Linux packs its numbers; 0 for what is none
 * @param attributes extended ones, access lists among them
 * @param namesUnknown whether an access list is left out of the attributes because it calls users
 *     or groups by names that only the host knows
 * @param data which pieces of the content are in the archive
 */
public record TarMember(
    MemberPath path,
    MemberKind kind,
    int permissions,
    Owner owner,
    Times times,
    long size,
    ByteString link,
    MemberPath linked,
    long device,
    List<ExtendedAttribute> attributes,
    boolean namesUnknown,
    SparseMap data) {
  public TarMember {
    attributes = List.copyOf(attributes);
  }

  /**
   * The numbers decide, the names are for people.
   *
   * @param user empty if the archive has none
   * @param group empty if the archive has none
   */
  public record Owner(long uid, long gid, String user, String group) {}

  /**
   * To the nanosecond, where the archive has it.
   *
   * @param modified of the content
   * @param changed of content or metadata; as modified where the archive does not say
   */
  public record Times(Instant modified, Instant changed) {}
}
