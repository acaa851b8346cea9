package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where restored data goes: exactly one of the components is set.
 *
 * @param scratch space of the pod, thrown away at the end
 * @param postgresql an existing PostgreSQL server
 * @param mariadb an existing MariaDB or MySQL server
 * @param files a directory of a volume
 * @param proxmox a Proxmox VE host
 */
@ApiObject
@ValidationRule(
    value =
        "[has(self.scratch), has(self.postgresql), has(self.mariadb), has(self.files),"
            + " has(self.proxmox)].exists_one(x, x)",
    message = "exactly one of scratch, postgresql, mariadb, files and proxmox must be set")
@ValidationRule(
    value = "!has(self.mariadb) || !has(self.mariadb.tls) || self.mariadb.tls.mode != 'VerifyCA'",
    message =
        "VerifyCA can't be held for MariaDB, whose client checks the authority only together with"
            + " the host name: use VerifyFull")
@ValidationRule(
    value =
        "!has(self.postgresql) || !has(self.postgresql.rename)"
            + " || self.postgresql.rename.all(r, size(bytes(r.to)) <= 63)",
    message =
        "PostgreSQL cuts names after 63 bytes: each 'to' of rename must be shorter (a letter beyond"
            + " a-z and A-Z takes 2 to 4 bytes)")
public record RestoreTarget(
    @JsonPropertyDescription(
            "Nowhere: the data is restored to space of the pod, proven, and thrown away.")
        @Nullable ScratchTarget scratch,
    @JsonPropertyDescription("An existing PostgreSQL server, which gets each target as a database.")
        @Nullable DatabaseTarget postgresql,
    @JsonPropertyDescription(
            "An existing MariaDB or MySQL server, which gets each target as a database.")
        @Nullable DatabaseTarget mariadb,
    @JsonPropertyDescription(
            "A directory of a volume, which gets a file tree, the dumps of databases as files, images"
                + " of the drives of virtual machines, or the files of one container.")
        @Nullable FilesTarget files,
    @JsonPropertyDescription(
            "A Proxmox VE host, on which each virtual machine and each container is made. A test makes"
                + " it with its links down, starts it, looks whether it is up, and takes it away.")
        @Nullable ProxmoxTarget proxmox) {

  /** Space of the pod. */
  public static RestoreTarget of(ScratchTarget scratch) {
    return new RestoreTarget(scratch, null, null, null, null);
  }

  /** A host. */
  public static RestoreTarget of(ProxmoxTarget proxmox) {
    return new RestoreTarget(null, null, null, null, proxmox);
  }

  /**
   * The one component that is set.
   *
   * @throws IllegalStateException if none is, which the API server does not let pass
   */
  public Kind kind() {
    return Stream.<@Nullable Kind>of(scratch, postgresql, mariadb, files, proxmox)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no target is set"));
  }

  /** The kinds of target. Whoever handles one by a {@code switch} can't forget the next. */
  public sealed interface Kind permits ScratchTarget, DatabaseTarget, FilesTarget, ProxmoxTarget {}
}
