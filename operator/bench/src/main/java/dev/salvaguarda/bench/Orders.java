package dev.salvaguarda.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.MaintenanceTask;
import dev.salvaguarda.domain.workorder.PackRotation;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.ReadOrder;
import dev.salvaguarda.domain.workorder.Replication;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.WorkOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a worker is told what to do. */
@FunctionalInterface
interface Orders {
  ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  /** In seconds: nobody waits longer. */
  long A_WORKING_DAY = 8 * 3600;

  /**
   * The work order as JSON.
   *
   * @param previous what the last run into this place reported, as JSON; empty if there was none
   * @param folder for the files that stand for mounted secrets
   */
  String order(BenchSource source, Place place, String previous, Path folder) throws IOException;

  /** The orders that the operator of this release writes, for dumps in pieces of this size. */
  static Orders today(ChunkSize pieces) {
    return (source, place, previous, folder) ->
        today(source(source, pieces, folder), place, previous, null, folder);
  }

  /** The order that also copies whatever another place lacks. */
  static String replicated(BenchSource source, Place place, Place other, Path folder)
      throws IOException {
    return today(
        source(source, ChunkSize.KIB_16, folder),
        place,
        "",
        new Replication(
            List.of(Replication.Replica.at(repository(other, folder), null, Set.of(), false)),
            A_WORKING_DAY),
        folder);
  }

  private static String today(
      SourceOrder source,
      Place place,
      String previous,
      @Nullable Replication replication,
      Path folder)
      throws IOException {
    CopyTask task =
        new CopyTask(
            "bench",
            source,
            List.of(),
            previous(previous),
            List.of(),
            repository(place, folder),
            replication,
            false,
            Set.of(),
            false,
            Guards.none(),
            0);
    return JSON.writeValueAsString(
        WorkOrder.of(new WorkIdentity("BackupRun", "bench", "bench", "bench-uid", 1), task));
  }

  /** The order that brings back what a run reported, into a folder. */
  static String restore(Place place, String copied, Path target, Path folder) throws IOException {
    List<RestoreTask.Wanted> wanted = new ArrayList<>();
    for (JsonNode of : JSON.readTree(copied).path("targets")) {
      wanted.add(
          new RestoreTask.Wanted(
              of.path("name").asText(),
              of.path("snapshotId").asText(),
              of.path("sha256").asText(null),
              null));
    }
    RestoreTask task =
        new RestoreTask(
            repository(place, folder),
            wanted,
            RestoreInto.of(
                new RestoreInto.Directory(target.toString(), "", List.of(), List.of(), null, null)),
            false,
            List.of(),
            0);
    return JSON.writeValueAsString(
        WorkOrder.of(new WorkIdentity("Restore", "bench", "bench", "bench-uid", 1), task));
  }

  /** The order to read every pack to its last byte, as {@code readPercent: 100} asks for. */
  static String reading(Place place, Path folder) throws IOException {
    MaintenanceTask task =
        new MaintenanceTask(
            repository(place, folder),
            "restic",
            false,
            new ReadOrder(new PackRotation(1, 1), List.of()),
            List.of(),
            Set.of(),
            false,
            Duration.ZERO,
            0);
    return JSON.writeValueAsString(
        WorkOrder.of(new WorkIdentity("BackupPolicy", "bench", "bench", "bench-uid", 1), task));
  }

  /** The snapshots that the newest run reported, by target, as the operator hands them on. */
  private static Map<String, String> previous(String result) throws IOException {
    Map<String, String> previous = new HashMap<>();
    if (!result.isEmpty()) {
      for (JsonNode target : JSON.readTree(result).path("targets")) {
        previous.put(target.path("name").asText(), target.path("snapshotId").asText());
      }
    }
    return previous;
  }

  /** The order as the release wrote it that {@code bin/bench} measures ours against. */
  static String earlier(BenchSource source, Place place, String previous, Path folder)
      throws IOException {
    return """
    {"version": 1,
     "run": {"namespace": "bench", "policy": "bench", "run": "bench", "runUid": "u", "attempt": 1},
     "source": {"host": "bench", %s}, "targets": [], "bandwidthBytesPerSecond": 0,
     "repository": {"name": "bench", "endpoint": "%s", "region": "%s", "bucket": "%s",
      "prefix": "", "pathStyle": true, "accessKeyFile": "%s", "secretKeyFile": "%s",
      "passwordFile": "%s"},
     "guards": {"minSizeBytes": 0, "maxShrinkPercent": 100}}
    """
        .formatted(
            earlierSource(source, folder),
            place.endpoint(),
            place.region(),
            place.bucket(),
            secret(folder, "access-key", place.accessKey()),
            secret(folder, "secret-key", place.secretKey()),
            place.passwordFile());
  }

  private static String earlierSource(BenchSource source, Path folder) throws IOException {
    return switch (source) {
      case BenchSource.Dump(Payroll payroll) ->
          """
          "postgresql": {"host": "%s", "port": %d, "databases": ["%s"], "excludeDatabases": [],
           "usernameFile": "%s", "passwordFile": "%s", "tls": {"mode": "DISABLE"},
           "globals": false}\
          """
              .formatted(
                  payroll.host(),
                  payroll.port(),
                  Payroll.NAME,
                  secret(folder, "username", payroll.user()),
                  secret(folder, "source-password", payroll.password()));
      case BenchSource.Tree(Path root) ->
          """
          "files": {"root": "%s", "storedAs": "/share", "include": [], "exclude": [],
           "oneFileSystem": false}\
          """
              .formatted(root);
      case BenchSource.Guest _ ->
          throw new IllegalArgumentException("the earlier release copies no guests");
    };
  }

  private static SourceOrder source(BenchSource source, ChunkSize pieces, Path folder)
      throws IOException {
    return switch (source) {
      case BenchSource.Dump(Payroll payroll) ->
          new SourceOrder(
              "bench",
              new PostgresqlOrder(
                  payroll.host(),
                  payroll.port(),
                  List.of(Payroll.NAME),
                  List.of(),
                  secret(folder, "username", payroll.user()),
                  secret(folder, "source-password", payroll.password()),
                  new TlsOrder(TlsOrder.Mode.DISABLE, null),
                  pieces,
                  false),
              null,
              null);
      case BenchSource.Tree(Path root) ->
          new SourceOrder("bench", null, null, FilesOrder.everything(root.toString(), "/share"));
      case BenchSource.Guest guest -> SourceOrder.of("pve01", guest(guest, folder));
    };
  }

  private static ProxmoxOrder guest(BenchSource.Guest guest, Path folder) throws IOException {
    GuestHost host = guest.host();
    String token = host.api().token();
    int name = token.indexOf('=');
    return new ProxmoxOrder(
        new ProxmoxAccess(
            host.api().api().url(),
            null,
            host.api().fingerprint(),
            secret(folder, "token-id", token.substring(0, name)),
            secret(folder, "token-secret", token.substring(name + 1))),
        new ProxmoxOrder.Guests(List.of(guest.vmid()), List.of(), List.of(), List.of(), List.of()),
        new ProxmoxOrder.Ssh(
            System.getProperty("user.name"),
            host.keyFile().toString(),
            List.of(host.hostKey()),
            host.port()),
        null,
        CopyResult.Consistency.CRASH);
  }

  private static RepositoryAccess repository(Place place, Path folder) throws IOException {
    return new RepositoryAccess(
        "bench",
        place.endpoint().toString(),
        place.region(),
        place.bucket(),
        "",
        true,
        null,
        secret(folder, "access-key", place.accessKey()),
        secret(folder, "secret-key", place.secretKey()),
        null,
        place.passwordFile().toString());
  }

  private static String secret(Path folder, String name, String value) throws IOException {
    return Files.writeString(folder.resolve(name), value).toString();
  }
}
