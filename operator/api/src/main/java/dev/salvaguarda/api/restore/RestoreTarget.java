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
 */
@ApiObject
@ValidationRule(
    value =
        "[has(self.scratch), has(self.postgresql), has(self.mariadb), has(self.files)]"
            + ".exists_one(x, x)",
    message = "exactly one of scratch, postgresql, mariadb and files must be set")
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
            "A directory of a volume, which gets a file tree, or the dumps of databases as files.")
        @Nullable FilesTarget files) {

  /**
   * The one component that is set.
   *
   * @throws IllegalStateException if none is, which the API server does not let pass
   */
  public Kind kind() {
    return Stream.<@Nullable Kind>of(scratch, postgresql, mariadb, files)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no target is set"));
  }

  /** The kinds of target. Whoever handles one by a {@code switch} can't forget the next. */
  public sealed interface Kind permits ScratchTarget, DatabaseTarget, FilesTarget {}
}
