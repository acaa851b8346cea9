package dev.salvaguarda.repository.tree;

import java.time.Instant;
import java.util.List;

/**
 * What a file system knows of a file beside its name and content.
 *
 * @param mode type and permissions
 * @param times when it was changed
 * @param owner who owns it
 * @param identity which file of which file system it is
 * @param extendedAttributes all that could be read, in the file system's order
 */
public record Metadata(
    FileMode mode,
    Times times,
    Owner owner,
    Identity identity,
    List<ExtendedAttribute> extendedAttributes) {
  public Metadata {
    extendedAttributes = List.copyOf(extendedAttributes);
  }

  /** For what no file system has seen: root owns it, and it is as old as the argument says. */
  public static Metadata plain(FileMode mode, Instant time) {
    return new Metadata(mode, new Times(time, time, time), Owner.ROOT, Identity.UNKNOWN, List.of());
  }

  /**
   * To the nanosecond.
   *
   * @param modified of the content
   * @param accessed the last access; restic stores {@code modified} here unless told otherwise,
   *     since trees would change by being read
   * @param changed of content or metadata, kept by the system
   */
  public record Times(Instant modified, Instant accessed, Instant changed) {}

  /**
   * The numbers decide on a restore, the names are for people.
   *
   * @param user empty if the number has no name
   * @param group empty if the number has no name
   */
  public record Owner(long uid, long gid, String user, String group) {
    /** The superuser. */
    public static final Owner ROOT = new Owner(0, 0, "root", "root");
  }

  /**
   * Two nodes with the same inode and device and more than one link are one file.
   *
   * @param inode unsigned; 0 if unknown
   * @param device of the file system, unsigned; 0 if unknown
   * @param links number of names the file has; 0 if unknown
   */
  public record Identity(long inode, long device, long links) {
    /** Not from a file system. */
    public static final Identity UNKNOWN = new Identity(0, 0, 0);
  }

  /** One extended attribute, such as an access control list. */
  public record ExtendedAttribute(ByteString name, ByteString value) {}
}
