package dev.salvaguarda.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.WorkOrder;
import java.util.HashMap;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that makes a backup, as a line of bash. */
sealed interface Engine {
  /** Name for the table. */
  String name();

  /** Runs one backup and returns what it cost. */
  MeasuredCommand backUp(BenchBucket bucket, Path log) throws IOException;

  /** Stock restic, fed by a pipe or by a folder. */
  record Restic(String line, Map<String, String> secrets) implements Engine {
    @Override
    public String name() {
      return "restic";
    }

    @Override
    public MeasuredCommand backUp(BenchBucket bucket, Path log) {
      Map<String, String> environment = new java.util.HashMap<>(bucket.environment());
      environment.putAll(secrets);
      environment.put("RESTIC_CACHE_DIR", log.resolveSibling("restic-cache").toString());
      return MeasuredCommand.run(line, environment, log);
    }
  }

  /** The worker as it runs in a pod, with the memory limits of the default Job. */
  record Worker(String javaLine, SourceOrder source, Path folder) implements Engine {
    @Override
    public String name() {
      return "salvaguarda";
    }

    @Override
    public MeasuredCommand backUp(BenchBucket bucket, Path log) throws IOException {
      Path order = folder.resolve("order.json");
      mapper().writeValue(order.toFile(), order(bucket));
      String line =
          "%s --work-order %s --termination-log %s"
              .formatted(javaLine, order, folder.resolve("termination"));
      return MeasuredCommand.run(line, Map.of(), log);
    }

    private WorkOrder order(BenchBucket bucket) throws IOException {
      return WorkOrder.of(
          new WorkIdentity("BackupRun", "bench", "bench", "bench-uid", 1),
          new CopyTask(
          "bench",
          source,
          List.of(),
          previous(),
          new RepositoryAccess(
              "bench",
              bucket.server().endpoint().toString(),
              bucket.server().region(),
              bucket.name(),
              "",
              true,
              null,
              secret("access-key", bucket.server().accessKey()),
              secret("secret-key", bucket.server().secretKey()),
              null,
              bucket.passwordFile().toString()),
          false,
          Guards.none(),
          0));
    }

    /** As the operator does it: what the last run reported, if there was one. */
    private Map<String, String> previous() throws IOException {
      Path result = folder.resolve("termination");
      if (!Files.exists(result) || Files.size(result) == 0) {
        return Map.of();
      }
      Map<String, String> ids = new HashMap<>();
      for (JsonNode target : mapper().readTree(result.toFile()).path("targets")) {
        if (target.hasNonNull("snapshotId")) {
          ids.put(target.path("name").asText(), target.path("snapshotId").asText());
        }
      }
      return ids;
    }

    private String secret(String name, String value) throws IOException {
      return Files.writeString(folder.resolve(name), value).toString();
    }

    private static ObjectMapper mapper() {
      return new ObjectMapper()
          .findAndRegisterModules()
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    }
  }
}
