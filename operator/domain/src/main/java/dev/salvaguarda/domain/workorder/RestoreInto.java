package dev.salvaguarda.domain.workorder;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where restored data goes: exactly one of the components is set.
 *
 * @param scratch nowhere: it is proven and thrown away
 * @param postgresql an existing PostgreSQL server
 * @param mariadb an existing MariaDB server
 * @param files a mounted directory
 * @param sandbox a Proxmox VE host, where guests are made, started, asked and taken away
 * @param guests a Proxmox VE host, where guests are made that stay
 */
public record RestoreInto(
    @Nullable Scratch scratch,
    @Nullable Server postgresql,
    @Nullable Server mariadb,
    @Nullable Directory files,
    @Nullable Sandbox sandbox,
    @Nullable Guests guests) {

  public RestoreInto {
    long set =
        Stream.of(scratch, postgresql, mariadb, files, sandbox, guests)
            .filter(Objects::nonNull)
            .count();
    if (set != 1) {
      throw new IllegalArgumentException(
          "exactly one of scratch, postgresql, mariadb, files, sandbox and guests must be set, but "
              + set
              + " are");
    }
  }

  /** To be proven and thrown away. */
  public static RestoreInto of(Scratch scratch) {
    return new RestoreInto(scratch, null, null, null, null, null);
  }

  /** Into an existing PostgreSQL server. */
  public static RestoreInto postgresql(Server server) {
    return new RestoreInto(null, server, null, null, null, null);
  }

  /** Into an existing MariaDB server. */
  public static RestoreInto mariadb(Server server) {
    return new RestoreInto(null, null, server, null, null, null);
  }

  /** Into a mounted directory. */
  public static RestoreInto of(Directory files) {
    return new RestoreInto(null, null, null, files, null, null);
  }

  /** Onto a host, to be tried and taken away. */
  public static RestoreInto of(Sandbox sandbox) {
    return new RestoreInto(null, null, null, null, sandbox, null);
  }

  /** Onto a host, to stay there. */
  public static RestoreInto of(Guests guests) {
    return new RestoreInto(null, null, null, null, null, guests);
  }

  /**
   * Space that is thrown away at the end.
   *
   * @param folder where it is mounted, or a folder that can be made
   * @param limitBytes how much it may hold, as Kubernetes was told; 0 means what the file system
   *     says
   */
  public record Scratch(String folder, long limitBytes) {
    public Scratch {
      if (limitBytes < 0) {
        throw new IllegalArgumentException("limitBytes must not be negative, but is " + limitBytes);
      }
    }
  }

  /**
   * A database server that exists.
   *
   * @param host name or address
   * @param port TCP port
   * @param usernameFile file with the name of a user that may create databases
   * @param passwordFile file with its password
   * @param tls how the connection is protected
   */
  public record Server(
      String host, int port, String usernameFile, String passwordFile, TlsOrder tls) {}

  /**
   * A place for guests on a host.
   *
   * @param access to the API of the host or cluster
   * @param ssh how its nodes are entered
   * @param node on which they are made
   * @param storage that their drives lie on
   * @param firstVmid the lowest number that they may have
   * @param lastVmid the highest
   */
  public record Place(
      ProxmoxAccess access,
      ProxmoxOrder.Ssh ssh,
      String node,
      String storage,
      int firstVmid,
      int lastVmid) {
    public Place {
      Objects.requireNonNull(access, "access");
      Objects.requireNonNull(ssh, "ssh");
      if (firstVmid < 100 || lastVmid < firstVmid) {
        throw new IllegalArgumentException(
            "the numbers from %d to %d are no range of guests".formatted(firstVmid, lastVmid));
      }
    }
  }

  /**
   * Where guests are made to be tried.
   *
   * @param patienceSeconds how long a guest's agent may take to answer after its start
   * @param requireStart whether a guest falls short that can't be asked whether it started
   * @param secondsLeft of this attempt as it begins; afterwards nobody has a use for what it made
   */
  public record Sandbox(
      Place place, long patienceSeconds, boolean requireStart, long secondsLeft) {}

  /**
   * Where guests are made that stay.
   *
   * @param isolated whether their links are down
   * @param unique whether they get new addresses
   * @param start whether they are started
   * @param patienceSeconds how long a guest's agent may take to answer after its start
   */
  public record Guests(
      Place place, boolean isolated, boolean unique, boolean start, long patienceSeconds) {}

  /**
   * A directory that takes a file tree, or the dumps of databases as files.
   *
   * @param root where the volume is mounted
   * @param subPath where in it the tree goes, relative, made if it is missing; empty means the root
   * @param include paths of the snapshot, relative to its tree; empty means everything
   * @param exclude patterns with restic's meaning
   * @param owner numeric user of everything; null means as stored
   * @param group numeric group of everything; null means as stored
   */
  public record Directory(
      String root,
      String subPath,
      List<String> include,
      List<String> exclude,
      @Nullable Long owner,
      @Nullable Long group) {
    public Directory {
      include = List.copyOf(include);
      exclude = List.copyOf(exclude);
      if (subPath.startsWith("/") || List.of(subPath.split("/")).contains("..")) {
        throw new IllegalArgumentException(
            "subPath must be relative and without .., but is " + subPath);
      }
    }
  }
}
