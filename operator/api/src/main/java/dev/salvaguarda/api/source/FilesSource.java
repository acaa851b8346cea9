package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.AbsolutePath;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.HostName;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file tree, mounted read-only into the pod. Exactly one of the first three components is set.
 *
 * @param persistentVolumeClaim a claim of the policy's namespace
 * @param nfs an NFS export
 * @param hostPath a directory of the node on which the pod runs
 * @param include paths below the root, relative to it; empty means everything
 * @param exclude patterns with restic's meaning
 * @param oneFileSystem whether directories of other file systems are left out; false when not given
 * @param copySystemFiles whether what belongs to the file system itself is copied, too; false when
 *     not given
 * @param tolerateGrowth patterns of files that may grow while they are read
 * @param allowEmpty whether a tree without any content is a good copy; false when not given
 */
@ApiObject
@ValidationRule(
    value = "[has(self.persistentVolumeClaim), has(self.nfs), has(self.hostPath)].exists_one(x, x)",
    message = "exactly one of persistentVolumeClaim, nfs and hostPath must be set")
public record FilesSource(
    @JsonPropertyDescription("A PersistentVolumeClaim in the same namespace, mounted read-only.")
        @Nullable PersistentVolumeClaim persistentVolumeClaim,
    @JsonPropertyDescription("An NFS export, mounted read-only by the node.") @Nullable Nfs nfs,
    @JsonPropertyDescription(
            "A directory of the node, mounted read-only. Use runTemplate.nodeSelector to say which"
                + " node.")
        @Nullable HostPath hostPath,
    @JsonPropertyDescription(
            "Files and directories to copy, relative to the root of the volume, for example"
                + " finance/2026. Without it, everything is copied.")
        @Size(min = 1, max = 100)
        @ValidationRule(value = FilesSource.PATHS, message = FilesSource.PATHS_MESSAGE)
        List<@Size(min = 1, max = 512) String> include,
    @JsonPropertyDescription(
            "Patterns of what is left out, with the meaning that restic gives them: *.tmp leaves"
                + " out such names anywhere, ** stands for any number of directories, a leading"
                + " slash ties a pattern to the root of the volume, a leading ! takes something"
                + " back in.")
        @Size(min = 1, max = 200)
        @ValidationRule(value = FilesSource.PATTERNS, message = FilesSource.PATTERNS_MESSAGE)
        List<@Size(min = 1, max = 512) String> exclude,
    @JsonPropertyDescription(
            "Whether directories on which another file system is mounted are left out, unless"
                + " include names a path on it.")
        @Default("false")
        Boolean oneFileSystem,
    @JsonPropertyDescription(
            "Whether what belongs to the file system itself is copied, too: at the root of a file"
                + " system lost+found, .snapshot, ~snapshot, .zfs, System Volume Information and"
                + " the quota files.")
        @Default("false")
        Boolean copySystemFiles,
    @JsonPropertyDescription(
            "Patterns, as for exclude, of files that may grow while they are read, such as *.log:"
                + " stored is what they held at the beginning. A file of which anything older"
                + " changed makes the run Degraded all the same. Files that grew are read twice.")
        @Size(min = 1, max = 200)
        @ValidationRule(value = FilesSource.PATTERNS, message = FilesSource.PATTERNS_MESSAGE)
        List<@Size(min = 1, max = 512) String> tolerateGrowth,
    @JsonPropertyDescription(
            "Whether a tree without any content is a good copy. Without it, an empty tree fails,"
                + " and one that holds no byte makes the run Degraded, since that is what a volume"
                + " looks like that was wiped or not mounted.")
        @Default("false")
        Boolean allowEmpty)
    implements SourceSpec.Kind {

  /** Rule of a list of relative paths. */
  public static final String PATHS =
      "self.all(p, !p.startsWith('/') && !p.matches('(^|/)[.][.](/|$)'))";

  /** What {@link #PATHS} says. */
  public static final String PATHS_MESSAGE =
      "must be paths relative to the root, without a leading slash and without '..', for example"
          + " finance/2026";

  /** Rule of a list of patterns: what the worker would refuse as malformed is refused here. */
  public static final String PATTERNS =
      "self.all(p, p != '!' && p.matches(r'^([^\\\\\\[]|\\\\[^/]"
          + "|\\[\\^?(([^\\\\\\]/-]|\\\\[^/])(-([^\\\\\\]/-]|\\\\[^/]))?)+\\])+$'))";

  /** What {@link #PATTERNS} says. */
  public static final String PATTERNS_MESSAGE =
      "must be well-formed patterns: a set such as [a-z] is closed and not empty, and there is"
          + " something behind ! and behind a backslash";

  public FilesSource {
    include = include == null ? List.of() : List.copyOf(include);
    exclude = exclude == null ? List.of() : List.copyOf(exclude);
    oneFileSystem = oneFileSystem != null && oneFileSystem;
    copySystemFiles = copySystemFiles != null && copySystemFiles;
    tolerateGrowth = tolerateGrowth == null ? List.of() : List.copyOf(tolerateGrowth);
    allowEmpty = allowEmpty != null && allowEmpty;
  }

  /**
   * A claim of the policy's namespace.
   *
   * @param claimName its name
   */
  @ApiObject
  public record PersistentVolumeClaim(
      @JsonPropertyDescription("Name of the claim.") @Required @Size(min = 1, max = 240)
          String claimName) {}

  /**
   * An NFS export.
   *
   * @param server name or address
   * @param path exported by it, absolute
   */
  @ApiObject
  public record Nfs(
      @JsonPropertyDescription("Name or address of the NFS server.") @Required @HostName
          String server,
      @JsonPropertyDescription("Path that the server exports, for example /export/share.")
          @Required
          @AbsolutePath
          String path) {}

  /**
   * A directory of the node.
   *
   * @param path absolute
   */
  @ApiObject
  public record HostPath(
      @JsonPropertyDescription("Absolute path of the directory on the node.")
          @Required
          @AbsolutePath
          String path) {}
}
