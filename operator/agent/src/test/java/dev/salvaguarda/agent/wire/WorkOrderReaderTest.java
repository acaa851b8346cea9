package dev.salvaguarda.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.domain.workorder.WorkOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkOrderReaderTest {
  private static final String GOOD =
      """
      {"version": 3,
       "work": {"kind": "BackupRun", "namespace": "payroll", "name": "nightly-1",
                "uid": "0b54", "attempt": 1},
       "copy": {
       "policy": "nightly",
       "source": {"host": "db.example.org",
         "postgresql": {"host": "db.example.org", "port": 5432, "databases": ["payroll"],
           "excludeDatabases": [], "usernameFile": "/u", "passwordFile": "/p",
           "tls": {"mode": "VERIFY_FULL", "caBundleFile": "/ca"},
           "chunkSize": "KIB_8", "globals": true}},
       "targets": [],
       "previous": {},
       "earlier": [{"from": "2026-03-01T22:00:00Z", "until": "2026-03-01T22:30:00Z"}],
       "repository": {"name": "offsite", "endpoint": "https://s3.example.org", "region": "",
         "bucket": "backup", "prefix": "", "pathStyle": true, "accessKeyFile": "/a",
         "secretKeyFile": "/s", "passwordFile": "/r"},
       "guards": {"minSizeBytes": 0, "maxShrinkPercent": 50},
       "adoptOrphans": false,
       "damagedPacks": [],
       "bandwidthBytesPerSecond": 0},
       "somethingNewer": true}
      """;

  @TempDir Path folder;

  @Test
  void readsAnOrderAndIgnoresFieldsOfNewerOperators() throws Exception {
    WorkOrder order = new WorkOrderReader().read(file(GOOD));

    assertThat(order.work().name()).isEqualTo("nightly-1");
    assertThat(order.task())
        .isInstanceOfSatisfying(
            CopyTask.class,
            copy ->
                assertThat(copy.source().kind())
                    .isInstanceOfSatisfying(
                        PostgresqlOrder.class,
                        postgresql ->
                            assertThat(postgresql.tls().mode())
                                .isEqualTo(TlsOrder.Mode.VERIFY_FULL)));
  }

  @Test
  void readsAnOrderToRestore() throws Exception {
    WorkOrder order =
        new WorkOrderReader()
            .read(
                file(
                    """
                    {"version": 3,
                     "work": {"kind": "Restore", "namespace": "payroll", "name": "proof",
                              "uid": "0b54", "attempt": 1},
                     "restore": {
                       "repository": {"name": "offsite", "endpoint": "https://s3.example.org",
                         "region": "", "bucket": "backup", "prefix": "", "pathStyle": true,
                         "accessKeyFile": "/a", "secretKeyFile": "/s", "passwordFile": "/r"},
                       "snapshots": [{"target": "payroll", "snapshotId": "0a"}],
                       "into": {"scratch": {"folder": "/scratch", "limitBytes": 1024}},
                       "force": false,
                       "checks": [{"name": "staff", "sql": {"target": "payroll",
                         "query": "SELECT 1", "expect": {"min": 1}}}],
                       "bandwidthBytesPerSecond": 0}}
                    """));

    assertThat(order.task())
        .isEqualTo(
            new RestoreTask(
                order.task().repository(),
                List.of(new RestoreTask.Wanted("payroll", "0a", null, null)),
                RestoreInto.of(new RestoreInto.Scratch("/scratch", 1024)),
                false,
                List.of(
                    CheckOrder.of(
                        "staff",
                        new CheckOrder.Sql(
                            "payroll",
                            "SELECT 1",
                            new CheckOrder.Expectation(null, BigDecimal.ONE, null, null, null)))),
                0));
  }

  @Test
  void refusesAnOrderWithTwoTasks() throws IOException {
    assertThat(
            sentenceAbout(
                GOOD.replace(
                    "\"somethingNewer\": true",
                    "\"restore\": {\"snapshots\": [{\"target\": \"a\"}], \"checks\": []}")))
        .contains("exactly one task");
  }

  @Test
  void readsTargetsWhoseNamesAreBeyondTheFirst65536Characters() throws Exception {
    String named = GOOD.replace("\"previous\": {}", "\"previous\": {\"payroll 😀\": \"0a\"}");

    WorkOrder order = new WorkOrderReader().read(file(named));

    assertThat(order.task())
        .isInstanceOfSatisfying(
            CopyTask.class, copy -> assertThat(copy.previous()).containsEntry("payroll 😀", "0a"));
  }

  @Test
  void namesBothVersionsOfAnOrderOfAnotherRelease() throws IOException {
    assertThat(sentenceAbout(GOOD.replace("\"version\": 3", "\"version\": 1")))
        .contains("has version 1")
        .contains("reads version 3");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatExceptionOfType(InvalidWorkOrderException.class)
        .isThrownBy(() -> new WorkOrderReader().read(folder.resolve("none.json")))
        .satisfies(e -> {
          assertThat(e.failure().reason()).isEqualTo(FailureReason.INVALID_WORK_ORDER);
          assertThat(e.failure().message()).startsWith("There is no work order");
        });
  }

  @Test
  void saysInWhichLineTheJsonBreaks() throws IOException {
    assertThat(sentenceAbout("{\"version\": 3,\n oops")).contains("is no JSON (line 2)");
  }

  @Test
  void repeatsWhatIsNotAllowed() throws IOException {
    assertThat(sentenceAbout(GOOD.replace("\"maxShrinkPercent\": 50", "\"maxShrinkPercent\": 500")))
        .contains("500");
  }

  @Test
  void saysThatAPartIsMissing() throws IOException {
    assertThat(sentenceAbout("{\"version\": 3}")).isNotEmpty();
  }

  private String sentenceAbout(String json) throws IOException {
    try {
      var _ = new WorkOrderReader().read(file(json));
      return "";
    } catch (InvalidWorkOrderException e) {
      return e.failure().message();
    }
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("order.json"), json);
  }
}
