package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tool that compares the cluster with files in git finds no difference, whatever runs. */
class QuietClusterIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final Duration AT_REST = Duration.ofSeconds(30);
  private static final Duration OBSERVED =
      Duration.ofSeconds(
          Long.getLong(
              "salvaguarda.quiet.seconds", "true".equals(System.getenv("CI")) ? 150L : 90L));
  private static final String[] MINUTELY = {"one", "two", "three"};
  private static final List<Class<? extends HasMetadata>> OURS =
      List.of(BackupPolicy.class, BackupRepository.class, BackupRun.class);
  private static final List<Class<? extends HasMetadata>> THE_USERS =
      List.of(Secret.class, ConfigMap.class);

  private static final Set<String> THE_USERS_KINDS = Set.of("Secret", "ConfigMap");
  private static final Path EXAMPLES = Path.of("..", "..", "examples");
  private static final Pattern KEPT_IN_GIT =
      Pattern.compile("(?m)^kind: Backup(?:Policy|Repository)\\nmetadata:\\n  name: (?<name>.+)$");

  private static final List<Class<? extends HasMetadata>> MADE =
      List.of(Job.class, ConfigMap.class, Pod.class, Lease.class, Event.class);

  private static Landscape landscape;

  @TempDir private Path folder;
  private KubernetesClient client;
  private String namespace;

  @BeforeAll
  static void start() {
    landscape = Landscape.start();
  }

  @AfterAll
  static void stop() {
    Closing.quietly(landscape);
  }

  @BeforeEach
  void makeNamespace() {
    client = landscape.client();
    namespace = landscape.namespace("quiet");
  }

  @Test
  void onlyWhatIsOursIsWrittenAndOnlyWhenItChangedAndNothingIsToldTwice() {
    Landscape.fill(folder.resolve("share"), 5, 20261124);
    DecidedInGit decided =
        new DecidedInGit(
            client,
            namespace,
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60));
    decided.applyChannel();
    applyAsAGitOpsToolDoes();
    Map<String, JsonNode> before = applied();
    ImagePage page = ImagePage.read();
    try (OperatorProcess operator = OperatorProcess.start(landscape.cluster(), page);
        ChangeLog ours = new ChangeLog(client, namespace, OURS);
        ChangeLog made = new ChangeLog(client, namespace, MADE)) {
      await("it is applied again and again")
          .atMost(OBSERVED.plus(LONG))
          .during(OBSERVED)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> {
            applyAsAGitOpsToolDoes();
            decided.apply();
            return true;
          });
      decided.assertToldOnce();
      await("several runs").atMost(LONG).until(() -> endedRuns() >= MINUTELY.length);

      assertThat(withoutStatus(applied())).isEqualTo(withoutStatus(before));
      assertThat(applied().values())
          .filteredOn(object -> !THE_USERS_KINDS.contains(object.path("kind").asText()))
          .hasSizeGreaterThan(15)
          .allSatisfy(object ->
              assertThat(object.at("/status/observedGeneration"))
                  .isEqualTo(object.at("/metadata/generation")));
      assertThat(theUsers()).as("Secrets and ConfigMaps").isEqualTo(usersOf(before));
      ours.states().forEach(QuietClusterIT::assertOnlyStatusWasWritten);
      made.states().forEach(QuietClusterIT::assertNothingWasCopied);
      assertThat(made.states().keySet()).anyMatch(key -> key.startsWith("Job "));
      Map<String, Set<String>> managers = new TreeMap<>();
      ours.states().values().forEach(states -> addManagers(states.getLast(), managers));
      made.states().values().forEach(states -> addManagers(states.getLast(), managers));
      assertThat(managers)
          .containsOnlyKeys("BackupRun", "ConfigMap", "Event", "Job", "Lease")
          .allSatisfy((_, names) -> assertThat(names).containsOnly("salvaguarda"));

      suspend();
      assertRests(operator);
      assertSeesItsChannelCome();
      assertThat(operator.peakMemoryBytes())
          .as("what the operator took with the documented flags")
          .isLessThanOrEqualTo(page.memoryBytes());
    }
  }

  private void applyAsAGitOpsToolDoes() {
    landscape.repository(namespace);
    examples().forEach(example -> Manifests.apply(client, example));
    for (String name : MINUTELY) {
      Manifests.apply(
          client,
          Manifests.filesPolicy(namespace, name, folder.resolve("share"), "* * * * *")
                  .replace("metadata:\n", marked())
              + "  concurrencyGroup: "
              + name
              + "\n");
    }
    Manifests.apply(
        client,
        Manifests.filesPolicy(namespace, "resting", folder.resolve("share"), "0 0 1 1 *")
                .replace("metadata:\n", marked())
            + "  notify: [{channelRef: {name: technician}}]\n");
    Manifests.apply(
        client,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          namespace: %s
          name: somebody-elses
        data: {key: value}
        """
            .formatted(namespace));
  }

  /** What people keep in git. Nothing is copied of it: it stands beside policies that work. */
  private Collection<String> examples() {
    Map<String, String> byName = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(EXAMPLES, "*.yaml")) {
      for (Path file : files) {
        for (String object : Files.readString(file).split("(?m)^---$", -1)) {
          Matcher name = KEPT_IN_GIT.matcher(object);
          if (name.find() && !name.group("name").equals("offsite")) {
            byName.putIfAbsent(name.group("name"), object);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return byName.values().stream()
        .map(object ->
            object
                .replaceFirst("metadata:\n", "metadata:\n  namespace: " + namespace + "\n")
                .replaceFirst("spec:\n  schedules:", "spec:\n  suspend: true\n  schedules:")
                .replaceAll("endpoint: .*", "endpoint: https://localhost:1"))
        .toList();
  }

  private static String marked() {
    return """
    metadata:
      labels: {app.kubernetes.io/instance: payroll, example.org/team: finance}
      annotations: {argocd.argoproj.io/tracking-id: "payroll:salvaguarda.dev/BackupPolicy"}
    """;
  }

  /** The objects of the person, by kind and name. */
  private Map<String, JsonNode> applied() {
    Map<String, JsonNode> found = new TreeMap<>(theUsers());
    for (Class<? extends HasMetadata> kind : OURS) {
      if (kind != BackupRun.class) {
        found.putAll(list(kind));
      }
    }
    return found;
  }

  private Map<String, JsonNode> theUsers() {
    Map<String, JsonNode> found = new TreeMap<>();
    THE_USERS.forEach(kind -> found.putAll(list(kind)));
    found.values().removeIf(object -> object.at("/metadata/ownerReferences/0").isObject());
    return found;
  }

  private static Map<String, JsonNode> usersOf(Map<String, JsonNode> all) {
    Map<String, JsonNode> found = new TreeMap<>(all);
    found.keySet().removeIf(key -> key.startsWith("Backup"));
    return found;
  }

  private Map<String, JsonNode> list(Class<? extends HasMetadata> kind) {
    Map<String, JsonNode> found = new TreeMap<>();
    for (HasMetadata object : client.resources(kind).inNamespace(namespace).list().getItems()) {
      found.put(
          object.getKind() + "/" + object.getMetadata().getName(),
          client.getKubernetesSerialization().convertValue(object, JsonNode.class));
    }
    return found;
  }

  private long endedRuns() {
    return client.resources(BackupRun.class).inNamespace(namespace).list().getItems().stream()
        .filter(run -> landscape.hasEnded(namespace, run.getMetadata().getName()))
        .count();
  }

  /** What a person wrote: all but the status, and the entry of the one who writes it. */
  private static Map<String, JsonNode> withoutStatus(Map<String, JsonNode> objects) {
    Map<String, JsonNode> stripped = new TreeMap<>();
    objects.forEach((name, object) -> stripped.put(name, withoutStatus(object)));
    return stripped;
  }

  private static JsonNode withoutStatus(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    copy.remove("status");
    ((ObjectNode) copy.path("metadata")).remove("resourceVersion");
    Iterator<JsonNode> managers = copy.at("/metadata/managedFields").elements();
    while (managers.hasNext()) {
      if (managers.next().path("subresource").asText().equals("status")) {
        managers.remove();
      }
    }
    return copy;
  }

  private static void assertOnlyStatusWasWritten(String object, List<JsonNode> states) {
    for (int i = 1; i < states.size(); i++) {
      JsonNode earlier = states.get(i - 1);
      JsonNode later = states.get(i);
      assertThat(later.path("status"))
          .as("a write that changed nothing: %s", object)
          .isNotEqualTo(earlier.path("status"));
      assertThat(withoutStatus(later)).as(object).isEqualTo(withoutStatus(earlier));
    }
  }

  private static void assertNothingWasCopied(String object, List<JsonNode> states) {
    for (JsonNode state : states) {
      List<String> marks = new ArrayList<>();
      state.at("/metadata/labels").fieldNames().forEachRemaining(marks::add);
      state.at("/metadata/annotations").fieldNames().forEachRemaining(marks::add);
      assertThat(marks)
          .as(object)
          .noneMatch(mark ->
              mark.contains("argocd")
                  || mark.equals("app.kubernetes.io/instance")
                  || mark.startsWith("example.org/"));
    }
  }

  /** Who wrote more than a status into what the operator makes, by kind. */
  private static void addManagers(JsonNode object, Map<String, Set<String>> managers) {
    boolean isOfTheOperator =
        object.at("/metadata/ownerReferences/0").isObject()
            || object.path("reportingComponent").asText().equals("salvaguarda");
    String kind = object.path("kind").asText();
    if (isOfTheOperator && !kind.equals("Pod")) {
      object
          .at("/metadata/managedFields")
          .elements()
          .forEachRemaining(entry -> {
            if (!entry.hasNonNull("subresource")) {
              managers
                  .computeIfAbsent(kind, _ -> new TreeSet<>())
                  .add(entry.path("manager").asText());
            }
          });
    }
  }

  /** Repositories that can't be used are asked for again and again. */
  private void suspend() {
    client
        .resources(BackupRepository.class)
        .inNamespace(namespace)
        .resources()
        .filter(found -> !found.item().getMetadata().getName().equals("offsite"))
        .forEach(found -> found.delete());
    for (String name : MINUTELY) {
      client
          .resources(BackupPolicy.class)
          .inNamespace(namespace)
          .withName(name)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
    }
  }

  private void assertRests(OperatorProcess operator) {
    AtomicReference<Map<String, String>> last = new AtomicReference<>(Map.of());
    await("nothing is written for %s".formatted(AT_REST))
        .atMost(LONG)
        .during(AT_REST)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          Map<String, String> now = versions();
          return now.equals(last.getAndSet(now));
        });
    assertThat(operator.isAlive()).isTrue();
  }

  /** After so long a rest no look is near: only watches tell that it is there, and can't send. */
  private void assertSeesItsChannelCome() {
    assertThat(readyReason()).isEqualTo("ChannelNotFound");
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: NotificationChannel
        metadata: {name: technician, namespace: %s}
        spec:
          email: {host: localhost, from: backup@example.org}
          recipients: [{organization: IT, addressesRef: {name: technician}}]
        """
            .formatted(namespace));
    await().atMost(LONG).until(() -> readyReason().equals("ChannelNotReady"));
  }

  private String readyReason() {
    return Objects.requireNonNull(list(BackupPolicy.class).get("BackupPolicy/resting"))
        .at("/status/conditions")
        .findParents("reason")
        .stream()
        .filter(condition -> condition.path("type").asText().equals("Ready"))
        .map(condition -> condition.path("reason").asText())
        .findFirst()
        .orElseThrow();
  }

  private Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    List<Class<? extends HasMetadata>> kinds = new ArrayList<>(OURS);
    kinds.addAll(THE_USERS);
    kinds.addAll(List.of(Job.class, Lease.class));
    kinds.forEach(kind ->
        list(kind)
            .forEach((name, object) ->
                versions.put(name, object.at("/metadata/resourceVersion").asText())));
    return versions;
  }
}
