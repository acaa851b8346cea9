package dev.salvaguarda.controller.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelStatus;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.controller.adapter.EveryTransport;
import dev.salvaguarda.controller.adapter.NoSites;
import dev.salvaguarda.controller.adapter.http.webhook.WebhookTransport;
import dev.salvaguarda.controller.adapter.kubernetes.KubernetesEventRecorder;
import dev.salvaguarda.controller.channel.ChannelApplier;
import dev.salvaguarda.controller.channel.ChannelGatherer;
import dev.salvaguarda.controller.channel.ChannelNews;
import dev.salvaguarda.controller.channel.ChannelProbes;
import dev.salvaguarda.controller.channel.NotificationChannelReconciler;
import dev.salvaguarda.controller.journal.JournalApplier;
import dev.salvaguarda.controller.journal.JournalGatherer;
import dev.salvaguarda.controller.journal.JournalPace;
import dev.salvaguarda.controller.journal.JournalPass;
import dev.salvaguarda.controller.journal.NoticeJournal;
import dev.salvaguarda.controller.run.ArchiveInMemory;
import dev.salvaguarda.controller.telling.CollectingSince;
import dev.salvaguarda.controller.telling.DigestApplier;
import dev.salvaguarda.controller.telling.DigestGatherer;
import dev.salvaguarda.controller.telling.PolicyTelling;
import dev.salvaguarda.controller.telling.TellingApplier;
import dev.salvaguarda.controller.telling.Told;
import dev.salvaguarda.controller.telling.ToldTogether;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.notice.NoticeRetention;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A namespace of a real API server, and operators that a test starts and kills. */
final class NoticeWorld {
  static final Duration PATIENCE = Duration.ofMinutes(3);

  final PostOffice post = new PostOffice();
  final ArchiveInMemory archive = new ArchiveInMemory();
  private NoticeRetention retention = NoticeRetention.of(Duration.ofDays(400), 5_000);
  private final KubernetesClient client;
  private final String namespace;

  NoticeWorld(ControlPlane plane) {
    this.client = plane.client();
    Crds.install(client, Path.of("..", "..", "crds"));
    this.namespace = plane.newNamespace("notice");
  }

  /** One operator; ahead of the machine's clock by as much as the test says. */
  final class OneOperator implements AutoCloseable {
    private final Operator operator;
    private final NoticeCourier courier;
    private final ChannelProbes probes;
    private final NoticeJournal journal;

    OneOperator(String name, Duration ahead, KubernetesClient client) {
      Clock clock = new ShiftedClock(ahead);
      KubernetesEventRecorder events = new KubernetesEventRecorder(client, clock);
      ChannelNews news = new ChannelNews();
      courier =
          new NoticeCourier(
              new EveryTransport(post, new NoSites(), new WebhookTransport(clock, true)), clock);
      probes =
          new ChannelProbes(
              new EveryTransport(post, new NoSites(), new WebhookTransport(clock, true)), clock);
      CollectingSince collecting = new CollectingSince();
      ToldTogether together = new ToldTogether(new DigestGatherer(client));
      JournalApplier old = new JournalApplier(client, events);
      journal =
          new NoticeJournal(
              new JournalPass(new JournalGatherer(client), old, archive, retention, clock),
              old,
              new JournalPace(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(1)),
              clock);
      NoticeReconciler notices =
          new NoticeReconciler(
              new NoticeGatherer(client, courier, together, collecting),
              new NoticeDesk(new NoticeApplier(client, events, news), courier, name),
              clock);
      NotificationChannelReconciler channels =
          new NotificationChannelReconciler(
              new ChannelGatherer(client, probes, news),
              new ChannelApplier(probes, events),
              new DigestApplier(
                  client, new TellingApplier(client, Texts.shipped()), together, collecting),
              journal,
              news,
              clock);
      operator =
          await("the operator starts")
              .atMost(PATIENCE)
              .ignoreExceptionsInstanceOf(OperatorException.class)
              .until(() -> started(client, notices, channels), Objects::nonNull);
    }

    private Operator started(
        KubernetesClient client, NoticeReconciler notices, NotificationChannelReconciler channels) {
      Operator next =
          new Operator(
              settings -> settings.withKubernetesClient(client).withCloseClientOnStop(false));
      next.register(
          notices, (ControllerConfigurationOverrider<Notice> it) -> it.settingNamespace(namespace));
      next.register(
          channels,
          (ControllerConfigurationOverrider<NotificationChannel> it) ->
              it.settingNamespace(namespace));
      next.start();
      return next;
    }

    /** As SIGKILL does it: what is under way is lost, and nothing of it is written down. */
    void kill() {
      operator.stop();
      courier.close();
      probes.close();
      journal.close();
    }

    @Override
    public void close() {
      kill();
    }
  }

  /** For operators that start from now on: so many settled notices stay, however young. */
  void keepNewest(int number) {
    retention = new NoticeRetention(Duration.ofDays(400), number, Duration.ZERO);
  }

  /** What is old enough to go by its age, by the clock of an operator that is ahead. */
  void keepFor(Duration limit) {
    retention = NoticeRetention.of(limit, 5_000);
  }

  /** How many notices are due for a journal and stay, as the metric says it. */
  int leftOf(OneOperator operator) {
    return operator.journal.left().getOrDefault(namespace, -1);
  }

  OneOperator operator(String name) {
    return operator(name, Duration.ZERO);
  }

  OneOperator operator(String name, Duration ahead) {
    return new OneOperator(name, ahead, client);
  }

  /** One that may not read Secrets, for as long as the test says. */
  OneOperator operator(AtomicBoolean isForbidden) {
    return operator(
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (isForbidden.get() && request.uri().getPath().contains("/secrets/")) {
              builder.setHeader("Impersonate-User", "nobody");
            }
          }
        });
  }

  /** One whose questions to the API server are written down. */
  OneOperator operator(Collection<URI> asked) {
    return operator(
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.method().equals("GET")) {
              asked.add(request.uri());
            }
          }
        });
  }

  private OneOperator operator(Interceptor between) {
    KubernetesClient watched =
        new KubernetesClientBuilder()
            .withConfig(client.getConfiguration())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("test", between))
            .build();
    return new OneOperator("watched", Duration.ZERO, watched);
  }

  void secret(String name, Map<String, String> data) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(data)
                .build())
        .create();
  }

  void changeSecret(String name, Map<String, String> data) {
    client
        .secrets()
        .inNamespace(namespace)
        .withName(name)
        .edit(secret -> new SecretBuilder(secret).withStringData(data).build());
  }

  NotificationChannel channel(String name, String more) {
    return apply(channelYaml(name, more), NotificationChannel.class);
  }

  String channelYaml(String name, String more) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: NotificationChannel
    metadata: {name: %s}
    spec:
      email: {host: mail.example.org, from: backup@example.org, timeouts: {total: 10s}}
      recipients:
      - {organization: TI, addressesRef: {name: technician}}
    %s\
    """
        .formatted(name, more.indent(2));
  }

  /** As a GitOps tool does it. */
  void applyAgain(String yaml) {
    NotificationChannel wanted = Serialization.unmarshal(yaml, NotificationChannel.class);
    client
        .resource(wanted)
        .inNamespace(namespace)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("gitops")
                .withForce(true)
                .build());
  }

  void change(String channel, String patch) {
    client
        .resources(NotificationChannel.class)
        .inNamespace(namespace)
        .withName(channel)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  Notice notice(String name, String thread, Instant eventTime) {
    return apply(noticeYaml(name, thread, eventTime), Notice.class);
  }

  /** One that never gets anywhere. */
  void noticeWithoutChannel(String name) {
    Notice _ =
        apply(
            noticeYaml(name, name, Instant.parse("2026-11-27T01:00:00Z"))
                .replace("{name: technician}", "{name: nobody-made-it}"),
            Notice.class);
  }

  private static String noticeYaml(String name, String thread, Instant eventTime) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: Notice
    metadata: {name: %s}
    spec:
      subject: {kind: BackupRun, name: of-%1$s, uid: uid-of-%1$s}
      message: BackupFailed
      channelRef: {name: technician}
      locale: en
      rendered: {subject: About %1$s, body: It failed.}
      thread: %s
      eventTime: "%s"
    """
        .formatted(name, thread, eventTime);
  }

  Notice notice(String name) {
    return notice(name, "thread-" + name, Instant.parse("2026-11-27T01:00:00Z"));
  }

  /** A policy whose proof is overdue, and that tells it on the channel {@code technician}. */
  BackupPolicy overduePolicy() {
    BackupPolicy made =
        apply(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: payroll}
            spec:
              schedules: [{name: daily, cron: "0 22 * * *"}]
              source: {postgresql: {host: db.example.org, credentialsRef: {name: reader}}}
              repositories: [{name: offsite}]
              verification: {schedule: {cron: "0 6 1 * *"}}
              notify: [{channelRef: {name: technician}}]
            """,
            BackupPolicy.class);
    return write(
        made,
        Serialization.unmarshal(
            """
            conditions:
            - type: Verified
              status: "False"
              reason: TestOverdue
              message: It is too long ago.
              lastTransitionTime: "2026-11-27T00:00:00Z"
            """,
            BackupPolicyStatus.class));
  }

  /** Tells what is due, as the policy's own controller does at one look. */
  BackupPolicy tell(BackupPolicy policy) {
    Told told =
        new PolicyTelling(new TellingApplier(client, Texts.shipped()))
            .of(
                policy,
                policy.getStatus(),
                client
                    .resources(NotificationChannel.class)
                    .inNamespace(namespace)
                    .list()
                    .getItems(),
                Instant.now(Clock.systemUTC()));
    return write(policy, policy.getStatus().withConditions(told.conditions()));
  }

  BackupPolicy proven(BackupPolicy policy, String test) {
    BackupPolicyStatus now =
        Serialization.unmarshal(
            Serialization.asJson(policy.getStatus())
                .replaceFirst("\\{", "{\"lastVerification\":{\"restore\":\"" + test + "\"},"),
            BackupPolicyStatus.class);
    return write(policy, now);
  }

  private BackupPolicy write(BackupPolicy policy, BackupPolicyStatus status) {
    policy.setStatus(status);
    return client.resource(policy).updateStatus();
  }

  <T extends HasMetadata> T apply(String yaml, Class<T> type) {
    return client.resource(Serialization.unmarshal(yaml, type)).inNamespace(namespace).create();
  }

  @Nullable Notice find(String name) {
    return client.resources(Notice.class).inNamespace(namespace).withName(name).get();
  }

  List<Notice> notices() {
    return client.resources(Notice.class).inNamespace(namespace).list().getItems();
  }

  void forget(String name) {
    client.resources(Notice.class).inNamespace(namespace).withName(name).delete();
  }

  NoticeStatus statusOf(String name) {
    Notice found = Objects.requireNonNull(find(name));
    return found.getStatus() == null ? NoticeStatus.none() : found.getStatus();
  }

  NoticeStatus awaitState(String name, NoticeStatus.State state) {
    await(name + " becomes " + state).atMost(PATIENCE).until(() -> statusOf(name).state() == state);
    return statusOf(name);
  }

  NotificationChannelStatus channelStatus(String name) {
    NotificationChannel found =
        client.resources(NotificationChannel.class).inNamespace(namespace).withName(name).require();
    return found.getStatus() == null ? NotificationChannelStatus.none() : found.getStatus();
  }

  /** Status, reason and message of a condition; empty if there is none. */
  String conditionOf(String channel, String type) {
    return channelStatus(channel).conditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .map(NoticeWorld::told)
        .findFirst()
        .orElse("");
  }

  private static String told(Condition condition) {
    return condition.getStatus() + " " + condition.getReason() + ": " + condition.getMessage();
  }

  /** They are told of after what they tell of is written. */
  void awaitEvents(String kind, String... reasons) {
    await("events")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(events(kind)).contains(reasons));
  }

  /** Reasons of the Events about objects of a kind. */
  List<String> events(String kind) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> kind.equals(event.getInvolvedObject().getKind()))
        .map(Event::getReason)
        .toList();
  }

  String everythingWritten() {
    return Serialization.asJson(notices())
        + Serialization.asJson(
            client.resources(NotificationChannel.class).inNamespace(namespace).list().getItems())
        + Serialization.asJson(client.v1().events().inNamespace(namespace).list().getItems());
  }
}
