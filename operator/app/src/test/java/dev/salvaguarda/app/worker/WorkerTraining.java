package dev.salvaguarda.app.worker;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the worker's cache: the build runs it in the package phase. The worker does small works one
 * after the other, see {@link TrainingOrders}, which need most of what any work needs.
 *
 * <p>A cache that still fits is kept. Without one the worker only starts slower, so a JVM that
 * can't make one is told of and ends no build.
 */
public final class WorkerTraining {
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
    try (S3ProxyServer s3 = S3ProxyServer.start();
        ProxmoxCluster host =
            ProxmoxCluster.start(ProxmoxSettings.of(1), ServerCertificate.create(folder))) {
      Path fresh = folder.resolve("worker.aot");
      List<String> line = new ArrayList<>(worker.rehearsal(fresh, FLAGS));
      line.addAll(new TrainingOrders(s3, host, folder).all());
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
}
