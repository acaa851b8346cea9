package dev.salvaguarda.controller.worker.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.salvaguarda.domain.workorder.Result;
import dev.salvaguarda.domain.workorder.WorkOrder;
import dev.salvaguarda.domain.workorder.WorkerLine;
import java.util.Optional;

/** What operator and worker tell each other, as JSON. */
public final class WorkerJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private WorkerJson() {}

  /** The work order, indented, since people look into ConfigMaps. */
  public static String of(WorkOrder order) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(order);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings and numbers has a JSON form", e);
    }
  }

  /** The result that a termination message holds, if it is one of a version that we know. */
  public static <R extends Result> Optional<R> result(String message, Class<R> kind) {
    return read(message, kind).filter(result -> result.version() == Result.VERSION);
  }

  /** The line of a worker's log, if it is one; anything may stand in a log. */
  public static Optional<WorkerLine> line(String text) {
    return text.startsWith("{") ? read(text, WorkerLine.class) : Optional.empty();
  }

  private static <T> Optional<T> read(String json, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(json, type));
    } catch (JsonProcessingException | RuntimeException _) {
      return Optional.empty();
    }
  }
}
