package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is copied: exactly one of the components is set.
 *
 * @param postgresql databases of a PostgreSQL server
 * @param mariadb databases of a MariaDB or MySQL server
 * @param files a file tree that is mounted into the pod
 * @param command the output of any program
 * @param proxmox guests of a Proxmox VE host or cluster
 */
@ApiObject
@ValidationRule(
    value =
        "[has(self.postgresql), has(self.mariadb), has(self.files), has(self.command),"
            + " has(self.proxmox)].exists_one(x, x)",
    message = "exactly one of postgresql, mariadb, files, command and proxmox must be set")
public record SourceSpec(
    @JsonPropertyDescription(
            "Databases of a PostgreSQL server, copied with pg_dump: each database is one target and"
                + " one consistent state.")
        @Nullable PostgresqlSource postgresql,
    @JsonPropertyDescription(
            "Databases of a MariaDB or MySQL server, copied with mariadb-dump: each database is one"
                + " target and one consistent state of its transactional tables.")
        @Nullable MariadbSource mariadb,
    @JsonPropertyDescription(
            "A file tree: a volume claim, an NFS export or a directory of the node, with owners,"
                + " modes, times, links and extended attributes.")
        @Nullable FilesSource files,
    @JsonPropertyDescription(
            "What any program writes on standard output, as one file: a dump of a product that"
                + " Salvaguarda does not know. The program runs in a container of its own beside the"
                + " worker, in any image. A copy is made only if it ends with status 0; set"
                + " guards.minSize, too.")
        @Nullable CommandSource command,
    @JsonPropertyDescription(
            "Guests of a Proxmox VE host or cluster, each one target: virtual machines drive by drive,"
                + " containers file by file.")
        @Nullable ProxmoxSource proxmox) {

  /**
   * The one component that is set.
   *
   * @throws IllegalStateException if none is, which the API server does not let pass
   */
  public Kind kind() {
    return Stream.<@Nullable Kind>of(postgresql, mariadb, files, command, proxmox)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no source is set"));
  }

  /** The kinds of source. Whoever handles one by a {@code switch} can't forget the next. */
  public sealed interface Kind
      permits PostgresqlSource, MariadbSource, FilesSource, CommandSource, ProxmoxSource {}
}
