package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentPhase;
import dev.salvaguarda.api.incident.IncidentSpec;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.MaintenanceWindowStatus;
import dev.salvaguarda.api.window.WindowPhase;
import dev.salvaguarda.controller.adapter.EveryTransport;
import dev.salvaguarda.controller.adapter.NoSites;
import dev.salvaguarda.controller.adapter.http.webhook.WebhookTransport;
import dev.salvaguarda.controller.adapter.kubernetes.KubernetesEventRecorder;
import dev.salvaguarda.controller.adapter.smtp.SmtpTransport;
import dev.salvaguarda.controller.alert.AlertAnswer;
import dev.salvaguarda.controller.alert.AlertApplier;
import dev.salvaguarda.controller.alert.AlertDelivery;
import dev.salvaguarda.controller.alert.AlertDesk;
import dev.salvaguarda.controller.alert.AlertFiling;
import dev.salvaguarda.controller.alert.AlertGatherer;
import dev.salvaguarda.controller.channel.ChannelNews;
import dev.salvaguarda.controller.notice.NoticeApplier;
import dev.salvaguarda.controller.notice.NoticeCourier;
import dev.salvaguarda.controller.notice.NoticeDesk;
import dev.salvaguarda.controller.notice.NoticeGatherer;
import dev.salvaguarda.controller.notice.NoticeReconciler;
import dev.salvaguarda.controller.policy.PolicyOperator;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.telling.CollectingSince;
import dev.salvaguarda.controller.telling.DigestGatherer;
import dev.salvaguarda.controller.telling.PlanTelling;
import dev.salvaguarda.controller.telling.TellingApplier;
import dev.salvaguarda.controller.telling.ToldGatherer;
import dev.salvaguarda.controller.telling.ToldTogether;
import dev.salvaguarda.controller.window.MaintenanceWindowReconciler;
import dev.salvaguarda.domain.alert.Alert;
import dev.salvaguarda.domain.alert.AlertRules;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import dev.salvaguarda.testkit.mail.GreenMailServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A namespace of a real API server, a mail server, and operators that a test starts and kills. */
final class IncidentWorld implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(3);
  static final String SEGER = "ti@seger.example.org";
  static final String SEDU = "ti@sedu.example.org";

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("gitops")
          .withForce(true)
          .build();

  private final GreenMailServer mail = GreenMailServer.start();
  private final KubernetesClient client;
  private final String namespace;
  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);

  IncidentWorld(ControlPlane plane) {
    client = plane.client();
    Crds.install(client, Path.of("..", "..", "crds"));
    namespace = plane.newNamespace("incident");
    secret("seger", SEGER);
    secret("sedu", SEDU);
  }

  /** Looks at incidents and delivers what follows. */
  final class OneOperator implements AutoCloseable {
    private final Operator operator;
    private final NoticeCourier courier;

    OneOperator(String holder) {
      Clock clock = Clock.systemUTC();
      courier =
          new NoticeCourier(
              new EveryTransport(
                  new SmtpTransport(), new NoSites(), new WebhookTransport(clock, true)),
              clock);
      NoticeReconciler notices =
          new NoticeReconciler(
              new NoticeGatherer(
                  client,
                  courier,
                  new ToldTogether(new DigestGatherer(client)),
                  new CollectingSince()),
              new NoticeDesk(
                  new NoticeApplier(
                      client, new KubernetesEventRecorder(client, clock), new ChannelNews()),
                  courier,
                  holder),
              clock);
      ToldGatherer told = new ToldGatherer(client);
      PlanTelling telling = new PlanTelling(new TellingApplier(client, Texts.shipped()));
      IncidentReconciler incidents =
          new IncidentReconciler(
              told,
              telling,
              new RunRecords(
                  client.resources(BackupRun.class), client.getKubernetesSerialization()),
              clock);
      MaintenanceWindowReconciler windows =
          new MaintenanceWindowReconciler(told, telling, filing(), clock);
      operator =
          Awaitility.await("the operator starts")
              .atMost(PATIENCE)
              .ignoreExceptionsInstanceOf(OperatorException.class)
              .until(() -> started(notices, incidents, windows), Objects::nonNull);
    }

    private Operator started(
        NoticeReconciler notices,
        IncidentReconciler incidents,
        MaintenanceWindowReconciler windows) {
      Operator next =
          new Operator(
              settings -> settings.withKubernetesClient(client).withCloseClientOnStop(false));
      next.register(
          notices, (ControllerConfigurationOverrider<Notice> it) -> it.settingNamespace(namespace));
      next.register(
          incidents,
          (ControllerConfigurationOverrider<Incident> it) -> it.settingNamespace(namespace));
      next.register(
          windows,
          (ControllerConfigurationOverrider<MaintenanceWindow> it) ->
              it.settingNamespace(namespace));
      next.start();
      return next;
    }

    @Override
    public void close() {
      operator.stop();
      courier.close();
    }
  }

  /** Tells an operator of alerts about {@code correio}, and waits for its answer. */
  AlertAnswer alert(Alert... alerts) {
    CompletableFuture<AlertAnswer> answer = new CompletableFuture<>();
    try (AlertDesk desk =
        new AlertDesk(
            (_, each) -> List.of(alerts).forEach(each),
            new AlertRules(namespace, "", Set.of(), List.of("component"), List.of()),
            filing())) {
      desk.begin();
      desk.take(new AlertDelivery(InputStream.nullInputStream(), answer::complete));
      return answer.join();
    }
  }

  private AlertFiling filing() {
    Clock clock = Clock.systemUTC();
    return new AlertFiling(
        new AlertGatherer(client),
        new AlertApplier(
            client, IncidentSpec.Audience.PUBLIC, new KubernetesEventRecorder(client, clock)),
        clock);
  }

  /** An alert that began some seconds after the test did, and ended some seconds later or not. */
  Alert alert(String id, int since, @Nullable Integer until) {
    return new Alert(
        id,
        Map.of("component", "correio", "alertname", id),
        "",
        now.plusSeconds(since),
        until == null ? null : now.plusSeconds(until));
  }

  List<Incident> incidents() {
    return client.resources(Incident.class).inNamespace(namespace).list().getItems();
  }

  /** As {@code kubectl replace} does with a manifest that has none. */
  void takeLabelsOff(String name) {
    client
        .resources(Incident.class)
        .inNamespace(namespace)
        .withName(name)
        .edit(incident -> {
          incident.getMetadata().setLabels(Map.of());
          return incident;
        });
  }

  OneOperator operator(String holder) {
    return new OneOperator(holder);
  }

  private void secret(String name, String addresses) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(Map.of("addresses", addresses))
                .build())
        .create();
  }

  void channel(String name, String more) {
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: salvaguarda.dev/v1alpha1
                kind: NotificationChannel
                metadata: {name: %s}
                spec:
                  email: {host: 127.0.0.1, port: %d, tls: None, from: ascom@example.org}
                  recipients:
                  - {organization: SEGER, addressesRef: {name: seger}}
                  - {organization: SEDU, addressesRef: {name: sedu}}
                  timeZone: America/Sao_Paulo
                  rate: {perMinute: 600}
                %s\
                """
                    .formatted(name, mail.port(), more.indent(2)),
                NotificationChannel.class))
        .inNamespace(namespace)
        .create();
  }

  /** One whose messages a person tells, who is asked on another channel. */
  void channelByHand(String name, String via) {
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: salvaguarda.dev/v1alpha1
                kind: NotificationChannel
                metadata: {name: %s}
                spec:
                  manual: {place: Grupo de TI, via: {name: %s}}
                  subscribes: [{}]
                """
                    .formatted(name, via),
                NotificationChannel.class))
        .inNamespace(namespace)
        .create();
  }

  /** The only notice of a message, once it has a reason. */
  Notice awaitReason(String message, String reason) {
    return Awaitility.await(message + " is " + reason)
        .atMost(PATIENCE)
        .until(
            () ->
                notices().stream()
                    .filter(notice -> notice.getSpec().message().equals(message))
                    .filter(notice -> notice.getStatus() != null)
                    .filter(notice -> reason.equals(notice.getStatus().reason()))
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  void relay(Notice notice, String by) {
    client
        .resource(notice)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"relay\":{\"by\":\"%s\",\"at\":%s}}}".formatted(by, at(9)));
  }

  void change(String channel, String patch) {
    client
        .resources(NotificationChannel.class)
        .inNamespace(namespace)
        .withName(channel)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** Another operator that looks after the policies alone. */
  AutoCloseable policyOperator() {
    return PolicyOperator.start(client, Clock.systemUTC(), Set.of(namespace))::stop;
  }

  /** A policy that starts no run by itself. */
  void policy(String name, String more) {
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: salvaguarda.dev/v1alpha1
                kind: BackupPolicy
                metadata: {name: %s}
                spec:
                  suspend: true
                  schedules: [{name: daily, cron: "0 22 * * *"}]
                  source: {postgresql: {host: db.example.org, credentialsRef: {name: reader}}}
                  repositories: [{name: nuvem}]
                %s\
                """
                    .formatted(name, more.indent(2)),
                BackupPolicy.class))
        .inNamespace(namespace)
        .create();
  }

  /** A run of a policy that has ended so many seconds after the test began. */
  void ended(String policy, String name, RunPhase phase, int second) {
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: salvaguarda.dev/v1alpha1
                kind: BackupRun
                metadata: {name: %s}
                spec: {policyRef: {name: %s}}
                """
                    .formatted(name, policy),
                BackupRun.class))
        .inNamespace(namespace)
        .create();
    client
        .resources(BackupRun.class)
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"phase\":%s,\"completionTime\":%s,\"message\":\"As the test says.\"}}"
                .formatted(Serialization.asJson(phase), at(second)));
  }

  void patch(String name, String spec) {
    client
        .resources(Incident.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":%s}".formatted(spec));
  }

  /** Names of all incidents. */
  List<String> names() {
    return client.resources(Incident.class).inNamespace(namespace).list().getItems().stream()
        .map(one -> one.getMetadata().getName())
        .toList();
  }

  /** What stands in an incident's spec, some seconds after the test began. */
  String at(int seconds) {
    return "\"" + now.plusSeconds(seconds) + "\"";
  }

  /** The whole of an incident as it is known by now, as a GitOps tool applies it. */
  void apply(String name, String spec) {
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: salvaguarda.dev/v1alpha1
                kind: Incident
                metadata: {name: %s}
                spec:
                %s\
                """
                    .formatted(name, spec.indent(2)),
                Incident.class))
        .inNamespace(namespace)
        .patch(APPLY);
  }

  void applyWindow(String name, String spec) {
    client
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: salvaguarda.dev/v1alpha1
                kind: MaintenanceWindow
                metadata: {name: %s}
                spec:
                %s\
                """
                    .formatted(name, spec.indent(2)),
                MaintenanceWindow.class))
        .inNamespace(namespace)
        .patch(APPLY);
  }

  private Resource<MaintenanceWindow> window(String name) {
    return client.resources(MaintenanceWindow.class).inNamespace(namespace).withName(name);
  }

  void deleteWindow(String name) {
    window(name).delete();
  }

  boolean hasWindow(String name) {
    return window(name).get() != null;
  }

  /** Whether its deletion would wait for what it keeps back. */
  boolean isKept(String name) {
    return window(name).require().hasFinalizer(ApiGroup.HELD_ALERTS_FINALIZER);
  }

  /** As {@code kubectl replace} does with a manifest that has none. */
  void takeFinalizersOff(String name) {
    window(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
  }

  /** Nothing can be made in it any more. */
  void deleteNamespace() {
    client.namespaces().withName(namespace).delete();
  }

  /** Waits until a window stands there, with so many of so many notices delivered. */
  MaintenanceWindowStatus awaitWindow(String name, WindowPhase phase, String delivered) {
    var window = window(name);
    Awaitility.await(name + " is " + phase + " " + delivered)
        .atMost(PATIENCE)
        .until(() ->
            window.require().getStatus() != null
                && window.require().getStatus().phase() == phase
                && delivered.equals(String.valueOf(window.require().getStatus().delivered())));
    return window.require().getStatus();
  }

  /** Some seconds before or after now. */
  Instant in(Duration duration) {
    return now.plus(duration);
  }

  Incident incident(String name) {
    return client.resources(Incident.class).inNamespace(namespace).withName(name).require();
  }

  IncidentStatus status(String name) {
    return Objects.requireNonNullElse(incident(name).getStatus(), IncidentStatus.none());
  }

  /** Waits until the operator has seen the newest spec and the incident stands there. */
  IncidentStatus await(String name, IncidentPhase phase) {
    Awaitility.await(name + " is " + phase)
        .atMost(PATIENCE)
        .until(() -> {
          Incident seen = incident(name);
          return seen.getStatus() != null
              && seen.getStatus().phase() == phase
              && Objects.equals(
                  seen.getStatus().observedGeneration(), seen.getMetadata().getGeneration());
        });
    return status(name);
  }

  /** Waits until so many of so many arrived. */
  void awaitDelivered(String name, String count) {
    Awaitility.await(name + " has delivered " + count)
        .atMost(PATIENCE)
        .until(() -> count.equals(status(name).delivered()));
  }

  /** Status and reason of a condition; empty if there is none. */
  String condition(String name, String type) {
    return status(name).conditions().stream()
        .filter(one -> one.getType().equals(type))
        .map(one -> one.getStatus() + " " + one.getReason())
        .findFirst()
        .orElse("");
  }

  /** Status and reason of a condition of a window; empty if there is none. */
  String windowCondition(String name, String type) {
    return window(name).require().getStatus().conditions().stream()
        .filter(one -> one.getType().equals(type))
        .map(one -> one.getStatus() + " " + one.getReason())
        .findFirst()
        .orElse("");
  }

  List<Notice> notices() {
    return client.resources(Notice.class).inNamespace(namespace).list().getItems();
  }

  void delete(Notice notice) {
    client.resource(notice).delete();
  }

  /** Subjects of what arrived at an address, oldest first, without what stands in brackets. */
  List<String> subjects(String address) {
    return mail.received(address).stream().map(IncidentWorld::subject).toList();
  }

  private static String subject(String source) {
    try {
      return new MimeMessage(
              null, new ByteArrayInputStream(source.getBytes(StandardCharsets.ISO_8859_1)))
          .getSubject()
          .replaceAll(" \\[.*]$", "");
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  String everythingWritten() {
    return Serialization.asJson(notices())
        + Serialization.asJson(
            client.resources(Incident.class).inNamespace(namespace).list().getItems())
        + Serialization.asJson(client.v1().events().inNamespace(namespace).list().getItems());
  }

  @Override
  public void close() {
    mail.close();
  }
}
