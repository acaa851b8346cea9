package dev.salvaguarda.bench;

import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.s3.S3Server;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Policies in one namespace, each with the runs that its history limits keep, written straight into
 * the API server as the operator would have left them.
 *
 * @param client of an administrator
 * @param policies how many
 * @param history finished runs of each; every other one failed
 */
record ScaleWorld(KubernetesClient client, int policies, int history) {
  static final String NAMESPACE = "scale";
  private static final String API = "/apis/salvaguarda.dev/v1alpha1/namespaces/" + NAMESPACE + "/";
  private static final Path CRDS = Path.of("crds");
  private static final String RUNS = "backupruns.salvaguarda.dev.yaml";
  private static final int AT_A_TIME = 16;

  private static final ResourceDefinitionContext POLICY =
      new ResourceDefinitionContext.Builder()
          .withGroup("salvaguarda.dev")
          .withVersion("v1alpha1")
          .withKind("BackupPolicy")
          .withPlural("backuppolicies")
          .withNamespaced(true)
          .build();

  /**
   * Makes everything. While the history is written the runs' kind has no status of its own, so that
   * one request makes a finished run.
   *
   * @param nextDue when the policies are due again
   */
  void create(S3Server s3, Instant nextDue) throws IOException {
    for (String file : kinds()) {
      define(file, !file.equals(RUNS));
    }
    post("/api/v1/namespaces", "{'metadata': {'name': '%s'}}".formatted(NAMESPACE));
    post(
        "/api/v1/namespaces/" + NAMESPACE + "/secrets",
        """
        {'metadata': {'name': 's3'}, 'stringData': {'accessKey': '%s', 'secretKey': '%s',
         'username': 'reader', 'password': 'a password for measurements'}}
        """
            .formatted(s3.accessKey(), s3.secretKey()));
    post(
        API + "backuprepositories",
        """
        {'apiVersion': 'salvaguarda.dev/v1alpha1', 'kind': 'BackupRepository',
         'metadata': {'name': 'offsite'}, 'spec': {
          's3': {'endpoint': '%s', 'bucket': '%s', 'pathStyle': true,
           'credentialsRef': {'name': 's3'}},
          'encryption': {'passwordRef': {'name': 's3', 'key': 'password'}}}}
        """
            .formatted(s3.endpoint(), s3.newBucket()));
    inParallel(number -> policyWithHistory(number, nextDue.truncatedTo(ChronoUnit.MINUTES)));
    define(RUNS, true);
    awaitList();
  }

  /** A kind that was changed can't be listed for a moment, which comes some seconds later. */
  private void awaitList() {
    AtomicReference<Instant> since = new AtomicReference<>(Instant.MAX);
    Patience.until(
        "runs can be listed for a while",
        Duration.ofMinutes(5),
        () -> {
          Instant now = Instant.now();
          try {
            var _ = client.raw(API + "backupruns?limit=1&resourceVersion=0");
            since.updateAndGet(begin -> begin.isBefore(now) ? begin : now);
          } catch (KubernetesClientException notYet) {
            since.set(Instant.MAX);
          }
          return since.get().isBefore(now.minusSeconds(20));
        },
        () -> "");
  }

  /** From now on every policy is due at this minute of each day. */
  void dueAt(Instant time) {
    String patch =
        "{\"spec\": {\"schedules\": [{\"name\": \"daily\", \"cron\": \"%s\"}]}}"
            .formatted(cron(time));
    inParallel(number -> {
      var _ =
          client
              .genericKubernetesResources(POLICY)
              .inNamespace(NAMESPACE)
              .withName(name(number))
              .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
      return null;
    });
  }

  private Void policyWithHistory(int number, Instant nextDue) {
    String policy =
        post(
            API + "backuppolicies",
            """
            {'apiVersion': 'salvaguarda.dev/v1alpha1', 'kind': 'BackupPolicy',
             'metadata': {'name': '%1$s'}, 'spec': {
              'schedules': [{'name': 'daily', 'cron': '%2$s'}], 'timeZone': 'Etc/UTC',
              'source': {'postgresql': {'host': '%1$s.example.org',
               'credentialsRef': {'name': 's3'}}},
              'repositories': [{'name': 'offsite'}], 'objectives': {'rpo': '48h'}}}
            """
                .formatted(name(number), cron(nextDue)));
    String uid =
        Serialization.unmarshal(policy, CustomResourceDefinition.class).getMetadata().getUid();
    for (int back = 1; back <= history; back++) {
      var _ =
          post(
              API + "backupruns",
              new FinishedRun(
                      name(number), uid, nextDue.minus(back, ChronoUnit.DAYS), back % 2 == 1)
                  .json());
    }
    return null;
  }

  private static String name(int number) {
    return "policy-%04d".formatted(number);
  }

  private static String cron(Instant time) {
    ZonedDateTime wall = time.atZone(ZoneOffset.UTC);
    return "%d %d * * *".formatted(wall.getMinute(), wall.getHour());
  }

  private static List<String> kinds() throws IOException {
    try (Stream<Path> files = Files.list(CRDS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".salvaguarda.dev.yaml"))
          .toList();
    }
  }

  private void define(String file, boolean ownStatus) throws IOException {
    CustomResourceDefinition kind =
        Serialization.unmarshal(
            Files.readString(CRDS.resolve(file)), CustomResourceDefinition.class);
    if (!ownStatus) {
      kind.getSpec().getVersions().forEach(version -> version.setSubresources(null));
    }
    var _ = client.resource(kind).forceConflicts().serverSideApply();
    var _ =
        client
            .resource(kind)
            .waitUntilCondition(
                seen ->
                    seen != null
                        && seen.getStatus() != null
                        && seen.getStatus().getConditions() != null
                        && seen.getStatus().getConditions().stream()
                            .anyMatch(condition -> condition.getType().equals("Established")),
                1,
                TimeUnit.MINUTES);
  }

  private String post(String path, String json) {
    return client.raw(path, "POST", json.replace('\'', '"'));
  }

  private void inParallel(Work work) {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Callable<Void>> all = new ArrayList<>();
      IntStream.range(0, policies).forEach(number -> all.add(() -> work.of(number)));
      for (Future<Void> one : workers.invokeAll(all)) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the API server refuses", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What is done for the policy of a number. */
  @FunctionalInterface
  private interface Work {
    Void of(int number);
  }
}
