package dev.salvaguarda.domain.workorder;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to copy: exactly one of the components is set.
 *
 * @param host name of the source, stable over runs; becomes the hostname of its snapshots
 * @param postgresql a PostgreSQL server
 * @param mariadb a MariaDB or MySQL server
 * @param files a mounted file tree
 * @param command the output of a program beside the worker
 * @param proxmox guests of a Proxmox VE host or cluster
 */
public record SourceOrder(
    String host,
    @Nullable PostgresqlOrder postgresql,
    @Nullable MariadbOrder mariadb,
    @Nullable FilesOrder files,
    @Nullable CommandOrder command,
    @Nullable ProxmoxOrder proxmox) {

  public SourceOrder {
    long set =
        Stream.of(postgresql, mariadb, files, command, proxmox).filter(Objects::nonNull).count();
    if (set != 1) {
      throw new IllegalArgumentException(
          "exactly one of postgresql, mariadb, files, command and proxmox must be set, but "
              + set
              + " are");
    }
  }

  /** One that no program beside the worker writes. */
  public SourceOrder(
      String host,
      @Nullable PostgresqlOrder postgresql,
      @Nullable MariadbOrder mariadb,
      @Nullable FilesOrder files) {
    this(host, postgresql, mariadb, files, null, null);
  }

  /** One that a program beside the worker writes. */
  public static SourceOrder of(String host, CommandOrder command) {
    return new SourceOrder(host, null, null, null, command, null);
  }

  /** Guests. */
  public static SourceOrder of(String host, ProxmoxOrder proxmox) {
    return new SourceOrder(host, null, null, null, null, proxmox);
  }

  /** The one component that is set. */
  public Kind kind() {
    return Stream.<@Nullable Kind>of(postgresql, mariadb, files, command, proxmox)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .findFirst()
        .orElseThrow();
  }

  /** The kinds of source that a worker can copy. */
  public sealed interface Kind permits CommandOrder, DatabaseOrder, FilesOrder, ProxmoxOrder {}
}
