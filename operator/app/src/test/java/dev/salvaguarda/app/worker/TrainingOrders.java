package dev.salvaguarda.app.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.agent.Agent;
import dev.salvaguarda.controller.worker.manifest.WorkerJson;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.Replication;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.Task;
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
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does to become quick: it copies files into one repository and on into another,
 * copies a machine and a container of a host, and brings files and a machine back.
 */
final class TrainingOrders {
  private static final String PASSWORD = "of a training";
  private static final String NODE = "pve01";
  private static final int FILES = 60;
  private static final int MOST_BYTES = 200_000;
  private static final int LITTLE = 100;
  private static final int VM = 101;
  private static final int CONTAINER = 200;
  private static final int DRIVE = 32 << 20;
  private static final int FILLED_PERCENT = 60;
  private static final long ENOUGH_SECONDS = 600;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final S3ProxyServer s3;
  private final ProxmoxCluster host;
  private final Path folder;
  private final List<String> all = new ArrayList<>();

  TrainingOrders(S3ProxyServer s3, ProxmoxCluster host, Path folder) {
    this.s3 = s3;
    this.host = host;
    this.folder = folder;
    var _ = host.virtualMachine(LITTLE, "help", NODE).drive("scsi0", DRIVE / 4).start();
    var _ = host.virtualMachine(VM, "mail", NODE).drive("scsi0", DRIVE, FILLED_PERCENT, 0).start();
    var _ = host.container(CONTAINER, "files", NODE).files(FILES, MOST_BYTES).start();
  }

  /** Pairs of a work order and the file that takes its result. */
  List<String> all() throws IOException {
    SourceOrder share = new SourceOrder("training", null, null, files());
    RepositoryAccess earlier = repository("earlier");
    Path files = write("earlier-files", copy(share, earlier, null));
    Path machine = write("earlier-guests", copy(guests(LITTLE), earlier, null));
    work(files);
    work(machine);
    RepositoryAccess offsite = repository("offsite");
    Replication vault =
        new Replication(
            List.of(Replication.Replica.at(repository("vault"), null, Set.of(), false)),
            ENOUGH_SECONDS);
    add("files", copy(share, offsite, vault));
    add("guests", copy(guests(VM, CONTAINER), offsite, null));
    add("files-back", restore(earlier, files));
    add("machine-back", restore(earlier, machine));
    return List.copyOf(all);
  }

  private void add(String name, Task task) throws IOException {
    Path order = write(name, task);
    all.add(order.toString());
    all.add(resultOf(order).toString());
  }

  private Path write(String name, Task task) throws IOException {
    WorkIdentity work = new WorkIdentity("BackupRun", "training", "training", "uid", 1);
    return Files.writeString(
        folder.resolve(name + ".json"), WorkerJson.of(WorkOrder.of(work, task)));
  }

  private static Path resultOf(Path order) {
    return order.resolveSibling("result-of-" + order.getFileName());
  }

  /** Done by this process, so that there is something to bring back. */
  private static void work(Path order) {
    PrintStream unheard = new PrintStream(OutputStream.nullOutputStream());
    Agent agent = new Agent(Clock.systemUTC(), System.getenv(), unheard, System.err);
    int status =
        agent.run(
            List.of(
                "--work-order", order.toString(), "--termination-log", resultOf(order).toString()));
    if (status != 0) {
      throw new IllegalStateException("exit status " + status + " of " + order.getFileName());
    }
  }

  private static CopyTask copy(
      SourceOrder source, RepositoryAccess repository, @Nullable Replication replication) {
    return new CopyTask(
        "training",
        source,
        List.of(),
        Map.of(),
        List.of(),
        repository,
        replication,
        false,
        Set.of(),
        false,
        Guards.none(),
        0);
  }

  private RestoreTask restore(RepositoryAccess from, Path copied) throws IOException {
    List<RestoreTask.Wanted> wanted = new ArrayList<>();
    for (JsonNode of : JSON.readTree(resultOf(copied).toFile()).path("targets")) {
      wanted.add(
          new RestoreTask.Wanted(
              of.path("name").asText(), of.path("snapshotId").asText(), null, null));
    }
    Path into = Files.createTempDirectory(folder, "back-");
    return new RestoreTask(
        from,
        wanted,
        RestoreInto.of(
            new RestoreInto.Directory(into.toString(), "", List.of(), List.of(), null, null)),
        false,
        List.of(),
        0);
  }

  private SourceOrder guests(Integer... vmids) throws IOException {
    String token = host.token();
    int name = token.indexOf('=');
    return SourceOrder.of(
        NODE,
        new ProxmoxOrder(
            new ProxmoxAccess(
                host.api().url(),
                null,
                host.fingerprint(),
                secret("token-id", token.substring(0, name)),
                secret("token-secret", token.substring(name + 1))),
            new ProxmoxOrder.Guests(List.of(vmids), List.of(), List.of(), List.of(), List.of()),
            new ProxmoxOrder.Ssh(
                "root",
                secret("key", host.clientKey()),
                List.of(host.shell(NODE).hostKey()),
                host.shell(NODE).port()),
            null,
            CopyResult.Consistency.CRASH));
  }

  private FilesOrder files() throws IOException {
    Path share = folder.resolve("share");
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

  private RepositoryAccess repository(String name) throws IOException {
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
        secret(name + "-access-key", s3.accessKey()),
        secret(name + "-secret-key", s3.secretKey()),
        null,
        secret(name + "-password", PASSWORD));
  }

  private String secret(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
