package dev.salvaguarda.app.worker;

import dev.salvaguarda.controller.worker.manifest.WorkerJson;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.Replication;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.WorkOrder;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.adapter.minio.MinioObjectStore;
import dev.salvaguarda.repository.adapter.minio.S3Tuning;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes the worker's cache: the build runs it in the package phase. The worker does a small copy of
 * files into one repository and on into another, which needs most of what any work needs.
 *
 * <p>A cache that still fits is kept. Without one the worker only starts slower, so a JVM that
 * can't make one is told of and ends no build.
 */
public final class WorkerTraining {
  private static final String PASSWORD = "of a training";
  private static final int FILES = 60;
  private static final int MOST_BYTES = 200_000;
  private static final long ENOUGH_SECONDS = 600;

  /** What each Job sets and what must be the same when a cache is made and when it is used. */
  static final String[] FLAGS = {
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:+UseSerialGC",
    "-Xmx256m",
    "--enable-native-access=ALL-UNNAMED"
  };

  private final PackagedWorker worker;

  private WorkerTraining(PackagedWorker worker) {
    this.worker = worker;
  }

  /**
   * Trains the worker of a module.
   *
   * @param args the module's folder of built files
   */
  public static void main(String[] args) throws Exception {
    WorkerTraining training = new WorkerTraining(PackagedWorker.in(Path.of(args[0])));
    if (!fits(training.worker)) {
      training.run();
    }
    System.exit(0);
  }

  /** Whether the cache was made of these jars and Java starts the worker from it. */
  static boolean fits(PackagedWorker worker) throws IOException, InterruptedException {
    if (!Files.isRegularFile(worker.madeOf())
        || !Files.readString(worker.madeOf()).equals(worker.jars())) {
      return false;
    }
    List<String> line =
        new ArrayList<>(
            worker.command(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + worker.cache()), FLAGS));
    line.add("--version");
    return new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private void run() throws Exception {
    Path folder = Machine.temporaryFolder("training");
    try (S3ProxyServer s3 = S3ProxyServer.start()) {
      Path order =
          Files.writeString(folder.resolve("order.json"), WorkerJson.of(order(s3, folder)));
      Path fresh = folder.resolve("worker.aot");
      List<String> line =
          new ArrayList<>(worker.command(List.of("-XX:AOTCacheOutput=" + fresh), FLAGS));
      line.addAll(
          List.of(
              "agent",
              "--work-order",
              order.toString(),
              "--termination-log",
              folder.resolve("result.json").toString()));
      Path log = worker.folder().resolve("training.log");
      int status =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (status != 0 || !Files.isRegularFile(fresh)) {
        Files.deleteIfExists(worker.cache());
        System.err.println("The worker starts slower, without an AOT cache; why stands in " + log);
        return;
      }
      Files.deleteIfExists(worker.madeOf());
      Files.move(fresh, worker.cache(), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(worker.madeOf(), worker.jars());
    } finally {
      Folders.delete(folder);
    }
  }

  private static WorkOrder order(S3ProxyServer s3, Path folder) throws IOException {
    CopyTask task =
        new CopyTask(
            "training",
            new SourceOrder("training", null, null, files(folder.resolve("share"))),
            List.of(),
            Map.of(),
            List.of(),
            repository("offsite", s3, folder),
            new Replication(
                List.of(
                    Replication.Replica.at(repository("vault", s3, folder), null, Set.of(), false)),
                ENOUGH_SECONDS),
            false,
            Set.of(),
            false,
            Guards.none(),
            0);
    return WorkOrder.of(new WorkIdentity("BackupRun", "training", "training", "uid", 1), task);
  }

  private static FilesOrder files(Path share) throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < FILES; i++) {
      byte[] content = new byte[random.nextInt(MOST_BYTES)];
      random.nextBytes(content);
      Path file = share.resolve("d" + i % 7).resolve("f" + i);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }
    return FilesOrder.everything(share.toString(), "/share");
  }

  private static RepositoryAccess repository(String name, S3ProxyServer s3, Path folder)
      throws IOException {
    String bucket = s3.newBucket();
    RepositoryContext context =
        new RepositoryContext(
            Clock.systemUTC(), new SecureRandom(), new Actor(name, name, 1, 0, 0, name));
    try (MinioObjectStore store =
        new MinioObjectStore(
            new S3Location(s3.endpoint(), s3.region(), bucket, "", true, ""),
            S3Credentials.of(s3.accessKey(), SecretBytes.ofUtf8(s3.secretKey())),
            S3Tuning.BRISK,
            Clock.systemUTC(),
            new SecureRandom())) {
      Repository.create(store, SecretBytes.ofUtf8(PASSWORD), List.of(), context).close();
    }
    return new RepositoryAccess(
        name,
        s3.endpoint().toString(),
        s3.region(),
        bucket,
        "",
        true,
        null,
        secret(folder, name + "-access-key", s3.accessKey()),
        secret(folder, name + "-secret-key", s3.secretKey()),
        null,
        secret(folder, name + "-password", PASSWORD));
  }

  private static String secret(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
