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
 */
public record SourceOrder(
    String host,
    @Nullable PostgresqlOrder postgresql,
    @Nullable MariadbOrder mariadb,
    @Nullable FilesOrder files) {

  public SourceOrder {
    long set = Stream.of(postgresql, mariadb, files).filter(Objects::nonNull).count();
    if (set != 1) {
      throw new IllegalArgumentException(
          "exactly one of postgresql, mariadb and files must be set, but " + set + " are");
    }
  }

  /** The one component that is set. */
  public Kind kind() {
    return Stream.<@Nullable Kind>of(postgresql, mariadb, files)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .findFirst()
        .orElseThrow();
  }

  /** The kinds of source that a worker can copy. */
  public sealed interface Kind permits DatabaseOrder, FilesOrder {}
}
