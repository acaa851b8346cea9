package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.source.FilesSource;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a volume. Exactly one of the first three components is set.
 *
 * @param persistentVolumeClaim a claim of the restore's namespace
 * @param nfs an NFS export
 * @param hostPath a directory of the node on which the pod runs
 * @param subPath where in the volume the tree goes, relative; null means its root
 * @param include paths of the copy, relative to its root; empty means everything
 * @param exclude patterns with restic's meaning
 * @param owners whether files get the owners that they had; false when not given
 * @param owner numeric user of all files; null means as {@code owners} says
 * @param group numeric group of all files; null means as {@code owners} says
 */
@ApiObject
@ValidationRule(
    value = "[has(self.persistentVolumeClaim), has(self.nfs), has(self.hostPath)].exists_one(x, x)",
    message = "exactly one of persistentVolumeClaim, nfs and hostPath must be set")
@ValidationRule(
    value = "!(has(self.owner) || has(self.group)) || (has(self.owners) && self.owners)",
    message = "owner and group need owners: true, since only user 0 may give files away")
public record FilesTarget(
    @JsonPropertyDescription("A PersistentVolumeClaim in the same namespace.")
        FilesSource.@Nullable PersistentVolumeClaim persistentVolumeClaim,
    @JsonPropertyDescription("An NFS export, mounted by the node.") FilesSource.@Nullable Nfs nfs,
    @JsonPropertyDescription(
            "A directory of the node. Use runTemplate.nodeSelector to say which node.")
        FilesSource.@Nullable HostPath hostPath,
    @JsonPropertyDescription(
            "Directory of the volume into which the tree goes, made if it is missing. Without it,"
                + " the root of the volume.")
        @Size(min = 1, max = 512)
        @ValidationRule(
            value = "!self.startsWith('/') && !self.matches('(^|/)[.][.](/|$)')",
            message =
                "must be a path relative to the volume's root, without a leading slash and without"
                    + " '..', for example restored/2026")
        @Nullable String subPath,
    @JsonPropertyDescription(
            "Files and directories to restore, relative to the root of the copy, for example"
                + " finance/2026. One that is not in the copy is named, and the restore is not"
                + " Succeeded. Without it, everything is restored.")
        @Size(min = 1, max = 100)
        @ValidationRule(value = FilesSource.PATHS, message = FilesSource.PATHS_MESSAGE)
        List<@Size(min = 1, max = 512) String> include,
    @JsonPropertyDescription(
            "Patterns of what is left out, with the meaning that restic gives them.")
        @Size(min = 1, max = 200)
        @ValidationRule(value = FilesSource.PATTERNS, message = FilesSource.PATTERNS_MESSAGE)
        List<@Size(min = 1, max = 512) String> exclude,
    @JsonPropertyDescription(
            "Whether files get the owners that they had. The pod then runs as user 0 with the"
                + " capabilities CHOWN, DAC_OVERRIDE, FOWNER and FSETID, which the namespace must allow."
                + " Without it, files belong to the user that the pod runs as.")
        @Default("false")
        Boolean owners,
    @JsonPropertyDescription("Numeric user to whom all files are given, in place of their own.")
        @Min(0)
        @Max(4294967294.0)
        @Nullable Long owner,
    @JsonPropertyDescription("Numeric group to which all files are given, in place of their own.")
        @Min(0)
        @Max(4294967294.0)
        @Nullable Long group)
    implements RestoreTarget.Kind {

  public FilesTarget {
    include = include == null ? List.of() : List.copyOf(include);
    exclude = exclude == null ? List.of() : List.copyOf(exclude);
    owners = owners != null && owners;
  }
}
