package dev.salvaguarda.repository.lock;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.salvaguarda.repository.codec.Json;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.FileId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON form of a lock. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LockFile(
    @Nullable Instant time,
    boolean exclusive,
    @Nullable String hostname,
    @Nullable String username,
    long pid,
    long uid,
    long gid) {

  static byte[] write(Instant time, LockMode mode, Actor actor) {
    return Json.write(
        new LockFile(
            time,
            mode == LockMode.EXCLUSIVE,
            actor.hostname(),
            actor.username(),
            actor.pid(),
            actor.uid(),
            actor.gid()));
  }

  static LockInfo parse(FileId id, byte[] json) {
    LockFile file = Json.read(json, LockFile.class, "lock " + id.abbreviated());
    return new LockInfo(
        id,
        true,
        Objects.requireNonNullElse(file.time(), Instant.EPOCH),
        file.exclusive(),
        Objects.requireNonNullElse(file.hostname(), ""),
        Objects.requireNonNullElse(file.username(), ""),
        file.pid());
  }
}
