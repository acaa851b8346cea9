package dev.salvaguarda.bench;

import dev.salvaguarda.domain.name.RunName;
import dev.salvaguarda.testkit.cluster.FinishedRun;
import dev.salvaguarda.testkit.s3.S3Server;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Policies, spread evenly over namespaces, each with the runs that its history limits keep, stored
 * as the operator would have left them. Each namespace has its own repository in a bucket of its
 * own.
 *
 * @param client of an administrator
 * @param policies how many
 * @param history finished runs of each; every other one failed
 * @param namespaces how many
 */
record ScaleWorld(KubernetesClient client, int policies, int history, int namespaces) {
  private static final String API = "/apis/salvaguarda.dev/v1alpha1/";
  private static final String SCHEDULE = "daily";
  private static final int AT_A_TIME = 16;

  private static final ResourceDefinitionContext POLICY =
      new ResourceDefinitionContext.Builder()
          .withGroup("salvaguarda.dev")
          .withVersion("v1alpha1")
          .withKind("BackupPolicy")
          .withPlural("backuppolicies")
          .withNamespaced(true)
          .build();

  /** For a heading. */
  String text() {
    return "%,d policies in %,d %s, %,d finished runs each"
        .formatted(policies, namespaces, namespaces == 1 ? "namespace" : "namespaces", history);
  }

  /** Makes everything but policies and runs. */
  void prepare(S3Server s3) throws IOException {
    new ScaleKinds(client).define();
    inParallel(
        namespaces,
        number -> {
          String namespace = makeNamespace(client, number);
          post(
              "/api/v1/namespaces/" + namespace + "/secrets",
              """
              {'metadata': {'name': 's3'}, 'stringData': {'accessKey': '%s', 'secretKey': '%s',
               'username': 'reader', 'password': 'a password for measurements'}}
              """
                  .formatted(s3.accessKey(), s3.secretKey()));
          post(
              API + "namespaces/" + namespace + "/backuprepositories",
              """
              {'apiVersion': 'salvaguarda.dev/v1alpha1', 'kind': 'BackupRepository',
               'metadata': {'name': 'offsite'}, 'spec': {
                's3': {'endpoint': '%s', 'bucket': '%s', 'pathStyle': true,
                 'credentialsRef': {'name': 's3'}},
                'encryption': {'passwordRef': {'name': 's3', 'key': 'password'}}}}
              """
                  .formatted(s3.endpoint(), s3.newBucket()));
        });
  }

  /**
   * @param due when they are due
   */
  void makePolicies(Instant due) {
    inParallel(
        policies,
        number ->
            post(
                of(number, "backuppolicies"),
                """
                {'apiVersion': 'salvaguarda.dev/v1alpha1', 'kind': 'BackupPolicy',
                 'metadata': {'name': '%1$s'}, 'spec': {
                  'schedules': [{'name': '%2$s', 'cron': '%3$s'}], 'timeZone': 'Etc/UTC',
                  'source': {'postgresql': {'host': '%1$s.example.org',
                   'credentialsRef': {'name': 's3'}}},
                  'repositories': [{'name': 'offsite'}], 'objectives': {'rpo': '48h'}}}
                """
                    .formatted(name(number), SCHEDULE, cron(due))));
  }

  /**
   * The finished runs, straight into etcd, without the record of who manages which field: some 1 kB
   * of a run that an operator wrote.
   *
   * @param nextDue when the policies are due again
   */
  void makeHistory(Etcd etcd, Instant nextDue) {
    inParallel(
        policies,
        number -> {
          String policy = client.raw(of(number, "backuppolicies") + "/" + name(number));
          String uid =
              Serialization.unmarshal(policy, CustomResourceDefinition.class)
                  .getMetadata()
                  .getUid();
          String namespace = namespace(number % namespaces);
          Map<String, String> runs = new HashMap<>();
          for (int back = 1; back <= history; back++) {
            Instant due = nextDue.truncatedTo(ChronoUnit.MINUTES).minus(back, ChronoUnit.DAYS);
            FinishedRun run = new FinishedRun(name(number), uid, due, back % 2 == 1);
            runs.put(
                "backupruns/" + namespace + "/" + runName(name(number), due),
                run.json()
                    .replace(
                        "'metadata': {",
                        "'metadata': {'namespace': '%s', 'uid': '%s', 'creationTimestamp': '%s', "
                                .formatted(namespace, UUID.randomUUID(), due)
                            + "'generation': 1, ")
                    .replace('\'', '"'));
          }
          try {
            etcd.put(runs);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** From now on every policy is due at this minute of each day. */
  void dueAt(Instant time) {
    String patch =
        "{\"spec\": {\"schedules\": [{\"name\": \"%s\", \"cron\": \"%s\"}]}}"
            .formatted(SCHEDULE, cron(time));
    inParallel(
        policies,
        number -> {
          var _ =
              client
                  .genericKubernetesResources(POLICY)
                  .inNamespace(namespace(number % namespaces))
                  .withName(name(number))
                  .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
        });
  }

  /** Policies of which no run tells that it was due then, as the API server knows it. */
  int withoutRun(Instant due) {
    AtomicInteger missing = new AtomicInteger();
    inParallel(
        policies,
        number -> {
          String run = client.raw(of(number, "backupruns") + "/" + runName(name(number), due));
          if (run == null || !run.contains("\"scheduledFor\":\"" + due)) {
            missing.incrementAndGet();
          }
        });
    return missing.get();
  }

  static String runName(String policy, Instant due) {
    return RunName.ofTick(policy, SCHEDULE, LocalDateTime.ofInstant(due, ZoneOffset.UTC), false);
  }

  private String of(int number, String kind) {
    return API + "namespaces/" + namespace(number % namespaces) + "/" + kind;
  }

  static String name(int number) {
    return "policy-%04d".formatted(number);
  }

  static String namespace(int number) {
    return "scale-%03d".formatted(number);
  }

  static String makeNamespace(KubernetesClient client, int number) {
    String name = namespace(number);
    var _ =
        client.raw(
            "/api/v1/namespaces", "POST", "{\"metadata\": {\"name\": \"%s\"}}".formatted(name));
    return name;
  }

  static String cron(Instant time) {
    ZonedDateTime wall = time.atZone(ZoneOffset.UTC);
    return "%d %d * * *".formatted(wall.getMinute(), wall.getHour());
  }

  private void post(String path, String json) {
    var _ = client.raw(path, "POST", json.replace('\'', '"'));
  }

  /** Does the work for each number below a limit, some at a time, and waits for all. */
  static void inParallel(int limit, IntConsumer work) {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Callable<Void>> all = new ArrayList<>();
      IntStream.range(0, limit)
          .forEach(number -> all.add(Executors.callable(() -> work.accept(number), null)));
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
}
