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
 */
public record RestoreInto(
    @Nullable Scratch scratch,
    @Nullable Server postgresql,
    @Nullable Server mariadb,
    @Nullable Directory files) {

  public RestoreInto {
    long set = Stream.of(scratch, postgresql, mariadb, files).filter(Objects::nonNull).count();
    if (set != 1) {
      throw new IllegalArgumentException(
          "exactly one of scratch, postgresql, mariadb and files must be set, but " + set + " are");
    }
  }

  /** To be proven and thrown away. */
  public static RestoreInto of(Scratch scratch) {
    return new RestoreInto(scratch, null, null, null);
  }

  /** Into an existing PostgreSQL server. */
  public static RestoreInto postgresql(Server server) {
    return new RestoreInto(null, server, null, null);
  }

  /** Into an existing MariaDB server. */
  public static RestoreInto mariadb(Server server) {
    return new RestoreInto(null, null, server, null);
  }

  /** Into a mounted directory. */
  public static RestoreInto of(Directory files) {
    return new RestoreInto(null, null, null, files);
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
