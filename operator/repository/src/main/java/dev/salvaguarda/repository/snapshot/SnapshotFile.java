package dev.salvaguarda.repository.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.salvaguarda.repository.codec.Json;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON form of a snapshot, in the order in which restic writes the fields. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SnapshotFile(
    @Nullable Instant time,
    @Nullable String parent,
    @Nullable String tree,
    @Nullable List<String> paths,
    @Nullable String hostname,
    @Nullable String username,
    long uid,
    long gid,
    @Nullable List<String> excludes,
    @Nullable List<String> tags,
    @Nullable String original,
    @JsonProperty("program_version") @Nullable String programVersion,
    @Nullable SnapshotSummary summary) {

  static SnapshotFile of(SnapshotDraft draft, Actor actor) {
    return new SnapshotFile(
        draft.time(),
        draft.parent().map(FileId::toString).orElse(null),
        draft.tree().toString(),
        draft.paths(),
        draft.hostname(),
        actor.username(),
        actor.uid(),
        actor.gid(),
        draft.excludes(),
        draft.tags(),
        null,
        actor.program(),
        draft.summary().orElse(null));
  }

  /**
   * The record of a copy, in which fields that this code does not know stay as they are. A parent
   * would be one of the other repository.
   */
  static byte[] copyOf(Snapshot snapshot, byte[] json) {
    ObjectNode fields =
        Json.read(json, ObjectNode.class, "snapshot " + snapshot.id().abbreviated());
    fields.remove("parent");
    fields.put("original", snapshot.origin().toString());
    return Json.write(fields);
  }

  static Snapshot parse(FileId id, byte[] json) {
    String what = "snapshot " + id.abbreviated();
    SnapshotFile file = Json.read(json, SnapshotFile.class, what);
    try {
      return file.toSnapshot(id);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new RepositoryException(
          Reason.CORRUPT, "The %s lacks a tree, a time, or names one wrongly.".formatted(what), e);
    }
  }

  private Snapshot toSnapshot(FileId id) {
    return new Snapshot(
        id,
        Objects.requireNonNull(time, "time"),
        BlobId.parse(Objects.requireNonNull(tree, "tree")),
        Objects.requireNonNullElse(hostname, ""),
        Objects.requireNonNullElse(username, ""),
        Objects.requireNonNullElse(paths, List.of()),
        Objects.requireNonNullElse(tags, List.of()),
        Objects.requireNonNullElse(excludes, List.of()),
        Optional.ofNullable(parent).map(FileId::parse),
        Optional.ofNullable(original).map(FileId::parse),
        Objects.requireNonNullElse(programVersion, ""),
        Optional.ofNullable(summary));
  }
}
