package dev.salvaguarda.domain.failure;

import static dev.salvaguarda.domain.failure.RetryMeaning.BACK_OFF;
import static dev.salvaguarda.domain.failure.RetryMeaning.NEVER;

import dev.salvaguarda.domain.name.WireName;

/**
 * Every way in which a run or one of its targets can fail or fall short.
 *
 * <p>The wire form ({@link #wireName()}) stands in status, Events and results; the meaning is the
 * sentence of the reference page. Messages with numbers and names travel beside the reason.
 */
public enum FailureReason {
  REPOSITORY_UNREACHABLE(
      BACK_OFF, "The object store did not answer, or answered with an error that passes."),
  REPOSITORY_ACCESS_DENIED(NEVER, "The object store refused the credentials or the action."),
  REPOSITORY_TLS_NOT_TRUSTED(
      NEVER, "The object store's certificate is not trusted; name its authority in caBundleRef."),
  REPOSITORY_CLOCK_SKEW(
      NEVER, "This machine's clock and the object store's differ too much for signed requests."),
  REPOSITORY_OUT_OF_SPACE(
      NEVER, "The object store has no room left, or the bucket's quota is reached."),
  REPOSITORY_MISSING(NEVER, "There is no repository at this endpoint, bucket and prefix."),
  REPOSITORY_WRONG_PASSWORD(NEVER, "No key of the repository opens with this password."),
  REPOSITORY_LOCKED(BACK_OFF, "Another program holds an exclusive lock on the repository."),
  REPOSITORY_CORRUPT(NEVER, "The repository holds an object that is damaged or missing."),
  REPOSITORY_UNSUPPORTED(
      NEVER, "The repository has a format version that this program does not write."),
  REPOSITORY_REQUEST_REFUSED(
      BACK_OFF,
      "The repository's endpoint did not accept a request: it is no S3 service, has another region, or is a proxy before a store that is away."),
  COPIES_BEHIND(
      NEVER,
      "A further repository does not have all snapshots of the policy yet; the next run goes on."),
  SOURCE_UNREACHABLE(BACK_OFF, "The source did not answer."),
  SOURCE_ACCESS_DENIED(NEVER, "The source refused the credentials, or the role lacks a privilege."),
  SOURCE_TLS_NOT_TRUSTED(
      NEVER, "The source's certificate or host key is not trusted, or names another host."),
  SOURCE_LOST(
      BACK_OFF,
      "The container of the source, or the connection to its host, ended before its program had told how it ended."),
  SOURCE_OUT_OF_MEMORY(NEVER, "The program of the source used more memory than its container may."),
  SOURCE_VERSION_UNSUPPORTED(
      NEVER, "The dump program is older than the server, or the server is not supported."),
  SOURCE_TOOL_MISSING(NEVER, "The program that makes the dump is not installed in the image."),
  SOURCE_NOT_FOUND(
      NEVER,
      "A database, path or volume that the policy names, or a path that the restore includes, does not exist."),
  NOT_IN_POLICY(
      NEVER, "The run names a target that its policy does not copy; nothing was started."),
  HOST_PATH_NOT_ALLOWED(
      NEVER,
      "The policy or restore names a directory of the node, and the operator is not told to allow that."),
  SOURCE_EMPTY(
      NEVER,
      "Nothing is left to back up after the includes and excludes, or the program wrote nothing."),
  DUMP_FAILED(BACK_OFF, "The dump program ended with an error."),
  DUMP_INCOMPLETE(BACK_OFF, "The dump program ended, but its output lacks the closing trailer."),
  DUMP_BLOCKED(
      NEVER,
      "Something in the database keeps it from being dumped until a person mends it; the technical detail says what."),
  DUMP_PARTIAL(
      NEVER,
      "The dump program can't store all of the database; the technical detail names what the copy lacks."),
  TABLE_NOT_TRANSACTIONAL(
      NEVER,
      "Tables of an engine without transactions were copied while they could be written to; the copy may mix two states."),
  CONSISTENCY_TOO_WEAK(
      NEVER,
      "The copy is good, but less consistent than the policy requires; the technical detail says why."),
  DATABASE_INVALID(
      NEVER,
      "A database was dropped half-way; nobody can connect to it, and only DROP DATABASE helps."),
  GLOBALS_NOT_READABLE(
      NEVER,
      "The account may not read the server's accounts, roles and tablespaces; the databases are stored without them."),
  FILE_UNREADABLE(
      NEVER,
      "A file or directory could not be read; the technical detail says which and what would read it."),
  FILE_CHANGED(
      NEVER, "A file changed while it was read; what was stored of it may mix two states."),
  GUARD_MIN_SIZE(NEVER, "The target is smaller than guards.minSize."),
  GUARD_MAX_SHRINK(
      NEVER,
      "The target shrank by more than guards.maxShrinkPercent since the last run, or to nothing."),
  SNAPSHOT_MISSING(NEVER, "The repository has no such snapshot; it may have been removed."),
  RESTORE_DIFFERS(
      NEVER,
      "What came back is not what was recorded when it was copied; the technical detail says how."),
  TARGET_UNREACHABLE(
      BACK_OFF, "The database server that should take the data did not answer, or went away."),
  TARGET_ACCESS_DENIED(
      NEVER, "Where the data should go refused the credentials, or they lack a privilege."),
  TARGET_TLS_NOT_TRUSTED(
      NEVER, "The target server's certificate is not trusted, or names another host."),
  TARGET_VERSION_UNSUPPORTED(
      NEVER, "The server that should take the dump is older than the one that it was made on."),
  TARGET_TOOL_MISSING(NEVER, "The program that loads the dump is not installed in the image."),
  TARGET_EXISTS(
      NEVER, "Something of that name is there already, and overwrite is Never; it was left alone."),
  TARGET_OUT_OF_SPACE(NEVER, "There is no room left where the data should go."),
  TARGET_NOT_WRITABLE(
      NEVER,
      "A file could not be restored with all that belongs to it; the technical detail says which."),
  TARGET_UNSUITABLE(NEVER, "What was copied can't be restored to a target of this kind."),
  LOAD_FAILED(NEVER, "The database server refused a statement of the dump."),
  SCRATCH_TOO_SMALL(
      NEVER, "The scratch space is too small for what was to be restored; nothing was loaded."),
  SCRATCH_SERVER_FAILED(
      BACK_OFF, "The database server in the scratch space did not start, or went away."),
  GUEST_NOT_TRIED(
      BACK_OFF,
      "A guest could not be made, started or taken away on the host where it is tried, or its agent did not answer in time."),
  GUEST_NOT_RESTORED(
      BACK_OFF,
      "A guest could not be made on the host where it is to stay, or did not start there; the technical detail says what is there now."),
  NOTHING_TO_RESTORE(
      NEVER,
      "What the restore names is not there, or has no good copy; the technical detail says what."),
  NOT_PROVEN(NEVER, "A target came back, but is proven less far than the restore asks for."),
  CHECK_NOT_PASSED(NEVER, "A check of what was restored did not get the answer it expects."),
  MAINTENANCE_INTERRUPTED(
      BACK_OFF, "Maintenance gave way to a backup or a restore, and goes on after it."),
  MAINTENANCE_TOOL_MISSING(
      NEVER, "The program restic, which prunes repositories, is not installed in the image."),
  PRUNE_FAILED(
      BACK_OFF,
      "Stock restic ended with an error while it pruned; what it had done so far is no harm."),
  BEFORE_HOOK_FAILED(
      NEVER,
      "A hook before the run failed, so nothing was copied; the message says which and how."),
  AFTER_HOOK_FAILED(
      NEVER,
      "A hook after the run failed three times; what was copied is good, but the application may still be in maintenance mode."),
  POLICY_NOT_FOUND(NEVER, "The BackupPolicy that the run names does not exist."),
  SCRATCH_FAILED(BACK_OFF, "The worker's scratch space is full, or could not be written or read."),
  DEADLINE_EXCEEDED(NEVER, "The run did not end before its deadline."),
  CANCELLED(NEVER, "A person or the cluster asked the run to stop."),
  WORKER_LOST(BACK_OFF, "The pod ended without a result: evicted, deleted, or its node was lost."),
  WORKER_OUT_OF_MEMORY(
      NEVER,
      "The worker ran out of memory: of its pod's limit, or of the half of it that is Java's."),
  WORKER_NOT_STARTED(
      NEVER,
      "The pod could not start, although it was given time; the technical detail says what Kubernetes reported."),
  INVALID_WORK_ORDER(
      NEVER,
      "The worker could not read what it was asked to do; operator and image may differ in version."),
  INTERNAL(BACK_OFF, "An error that Salvaguarda did not expect; please report it with the log.");

  private final RetryMeaning retry;
  private final String meaning;
  private final String wireName = WireName.of(this);

  FailureReason(RetryMeaning retry, String meaning) {
    this.retry = retry;
    this.meaning = meaning;
  }

  /** Whether another attempt can help. */
  public RetryMeaning retry() {
    return retry;
  }

  /** Whether the trouble was met at a repository, so that a probe of it can tell more. */
  public boolean isOfRepository() {
    return name().startsWith("REPOSITORY_");
  }

  /**
   * Whether it says that a copy holds suspiciously little, so that later copies must not be
   * measured by it: a source that lost its rows would be suspicious for one run only.
   */
  public boolean isDoubt() {
    return this == GUARD_MIN_SIZE || this == GUARD_MAX_SHRINK || this == SOURCE_EMPTY;
  }

  /** One sentence for the reference page; has no names or numbers. */
  public String meaning() {
    return meaning;
  }

  /**
   * The UpperCamelCase form for conditions, Events and status, such as {@code SourceUnreachable}.
   */
  public String wireName() {
    return wireName;
  }
}
