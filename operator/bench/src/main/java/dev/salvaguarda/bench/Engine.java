package dev.salvaguarda.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.RunIdentity;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.WorkOrder;
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
      return new WorkOrder(
          WorkOrder.VERSION,
          new RunIdentity("bench", "bench", "bench", "bench-uid", 1),
          source,
          List.of(),
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
          Guards.none(),
          0);
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
