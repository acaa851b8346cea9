package dev.salvaguarda.agent.proxmox;

import java.util.Comparator;

/**
 * Something that a token may do, and where. Ordered by path.
 *
 * @param name as in {@code pveum}, such as {@code VM.Backup}
 * @param path such as {@code /vms/101}
 */
public record Privilege(String name, String path) implements Comparable<Privilege> {
  private static final Comparator<Privilege> ORDER =
      Comparator.comparing(Privilege::path).thenComparing(Privilege::name);

  /** To see all guests. */
  public static final Privilege AUDIT_ALL = new Privilege("VM.Audit", "/vms");

  /** To see the addresses of nodes. */
  public static final Privilege AUDIT_SYSTEM = new Privilege("Sys.Audit", "/");

  /** To see a guest. */
  public static Privilege audit(int vmid) {
    return new Privilege("VM.Audit", "/vms/" + vmid);
  }

  /** To see which guests are in a pool. */
  public static Privilege auditPool(String pool) {
    return new Privilege("Pool.Audit", "/pool/" + pool);
  }

  /** To copy a guest. */
  public static Privilege backup(int vmid) {
    return new Privilege("VM.Backup", "/vms/" + vmid);
  }

  /** To write to a storage. */
  public static Privilege allocate(String storage) {
    return new Privilege("Datastore.AllocateSpace", "/storage/" + storage);
  }

  /** To see what is on a storage. */
  public static Privilege auditStorage(String storage) {
    return new Privilege("Datastore.Audit", "/storage/" + storage);
  }

  @Override
  public int compareTo(Privilege other) {
    return ORDER.compare(this, other);
  }

  /** For people: {@code VM.Backup on /vms/101}. */
  @Override
  public String toString() {
    return name + " on " + path;
  }
}
