package dev.salvaguarda.agent.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.MaintenanceTask;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.WorkOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads a work order, and says in a sentence what is wrong with one that it can't follow. */
public final class WorkOrderReader {
  private static final long SIZE_LIMIT_BYTES = 1 << 20;

  private final ObjectMapper mapper = WireFormat.mapper();

  /**
   * Reads the file.
   *
   * @throws InvalidWorkOrderException if there is no such file, if it isn't JSON, if its version is
   *     another, or if a field is missing or not allowed
   */
  public WorkOrder read(Path file) throws InvalidWorkOrderException {
    JsonNode tree = parse(file);
    checkVersion(file, tree);
    try {
      WorkOrder order = mapper.treeToValue(tree, WorkOrder.class);
      requireAll(order);
      return order;
    } catch (ValueInstantiationException e) {
      throw new InvalidWorkOrderException(
          "The work order %s is not allowed: %s".formatted(file, causeOf(e)), e);
    } catch (JsonProcessingException | NullPointerException e) {
      throw new InvalidWorkOrderException(
          "The work order %s has a field that is missing or of another type".formatted(file), e);
    }
  }

  private JsonNode parse(Path file) throws InvalidWorkOrderException {
    try {
      if (Files.size(file) > SIZE_LIMIT_BYTES) {
        throw new InvalidWorkOrderException(
            "The work order %s is larger than %d bytes".formatted(file, SIZE_LIMIT_BYTES));
      }
      // As text: from bytes, Jackson refuses keys with characters beyond the first 65,536.
      JsonNode tree = mapper.readTree(Files.readString(file));
      if (tree == null || !tree.isObject()) {
        throw new InvalidWorkOrderException("The work order %s is no JSON object".formatted(file));
      }
      return tree;
    } catch (NoSuchFileException e) {
      throw new InvalidWorkOrderException("There is no work order %s".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new InvalidWorkOrderException(
          "The work order %s is no JSON (line %d)".formatted(file, e.getLocation().getLineNr()), e);
    } catch (IOException e) {
      throw new InvalidWorkOrderException("The work order %s could not be read".formatted(file), e);
    }
  }

  private static void checkVersion(Path file, JsonNode tree) throws InvalidWorkOrderException {
    JsonNode version = tree.path("version");
    if (!version.isInt() || version.intValue() != WorkOrder.VERSION) {
      throw new InvalidWorkOrderException(
          "The work order %s has version %s, this program reads version %d; operator and image are of different releases"
              .formatted(
                  file, version.isMissingNode() ? "(none)" : version.asText(), WorkOrder.VERSION));
    }
  }

  private static void requireAll(WorkOrder order) throws InvalidWorkOrderException {
    List<Part> parts =
        switch (order.task()) {
          case CopyTask copy ->
              List.of(
                  new Part("copy.policy", copy.policy()),
                  new Part("copy.source", copy.source()),
                  new Part("copy.repository", copy.repository()),
                  new Part("copy.guards", copy.guards()));
          case RestoreTask restore ->
              List.of(
                  new Part("restore.repository", restore.repository()),
                  new Part("restore.into", restore.into()));
          case MaintenanceTask maintain ->
              List.of(
                  new Part("maintain.repository", maintain.repository()),
                  new Part("maintain.resticProgram", maintain.resticProgram()),
                  new Part("maintain.lockWait", maintain.lockWait()));
        };
    requireAll(List.of(new Part("work", order.work())));
    requireAll(parts);
  }

  private static void requireAll(List<Part> parts) throws InvalidWorkOrderException {
    for (Part part : parts) {
      if (part.value() == null) {
        throw new InvalidWorkOrderException("The work order lacks " + part.name());
      }
    }
  }

  /** Our records reject what is not allowed with a sentence of their own. */
  private static String causeOf(ValueInstantiationException e) {
    Throwable cause = e.getCause();
    return cause instanceof IllegalArgumentException && cause.getMessage() != null
        ? cause.getMessage()
        : "a field is missing";
  }

  private record Part(String name, @org.jspecify.annotations.Nullable Object value) {}
}
