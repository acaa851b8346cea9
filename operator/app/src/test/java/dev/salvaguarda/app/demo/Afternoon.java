package dev.salvaguarda.app.demo;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.testkit.process.Patience;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An incident from its report to its restoration, and work on what caused it, announced and moved;
 * each step by the person whose decision it is.
 */
final class Afternoon {
  private static final String INCIDENT = "mail-2026-11-27";
  private static final String WINDOW = "mail-2026-11-28";
  private static final String EXCHANGE = "Telefonia";
  private static final String HEALTH = "it@health.example.org";
  private static final String ANA = "ana@example.org";
  private static final String BRUNO = "bruno@example.org";

  private final KubernetesClient client;
  private final Path examples;
  private final Mailbox mailbox;
  private final StatusPage page;
  private final Monitoring monitoring;
  private final Clock clock = Clock.systemUTC();

  Afternoon(DemoWorld world, Path examples, Mailbox mailbox) {
    this.client = world.cluster().client();
    this.examples = examples;
    this.mailbox = mailbox;
    this.page = new StatusPage(world.s3());
    this.monitoring = world.monitoring();
  }

  /**
   * Plays it.
   *
   * @param say tells a line of the story
   */
  void play(Consumer<String> say) {
    mailbox.applyAnotherChannel(
        client, examples.resolve("83-channel-for-incidents.yaml"), Map.of());
    // The chart brings these two, among others, as ClusterRoles.
    mayDecide(ANA, "acknowledge", "announce");
    mayDecide(BRUNO, "confirm", "restore", "close");
    page.apply(client, examples.resolve("86-channel-status-page.yaml"));
    say.accept("kubectl apply -f 83-channel-for-incidents.yaml -f 86-channel-status-page.yaml");
    String begun = ago(Duration.ofMinutes(5));
    say.accept("An afternoon: Alertmanager says that the telephone exchange does not answer.");
    monitoring.tell(EXCHANGE, "firing", begun);
    System.out.println("  " + exchange("True"));
    say.accept("Health can't reach its mailboxes, and somebody writes that down.");
    say.accept("kubectl apply -f 90-incident.yaml");
    Manifests.apply(
        client,
        DemoWorld.NAMESPACE,
        examples.resolve("90-incident.yaml"),
        Map.of(
            "2026-11-27T17:02:00Z",
            ago(Duration.ofMinutes(3)),
            "2026-11-27T16:55:00Z",
            ago(Duration.ofMinutes(10))));
    say.accept("Ana, of communications, confirms the receipt, in the words of the norm:");
    decide(ANA, "acknowledgement: {by: %s, at: '%s'}");
    mailbox.show(HEALTH, 1);
    decide(ANA, "serviceRequests: [{organization: Health, number: '2026-1127', at: '%2$s'}]");
    say.accept("Ana is not the one who judges whether it is true:");
    System.out.println("  " + refusalOf(ANA, VERDICT));
    say.accept("Bruno, of the technical team, looks and decides that everybody is affected:");
    decide(BRUNO, VERDICT);
    mailbox.show(HEALTH, 2);
    say.accept("Bruno has mended it, and says so:");
    decide(BRUNO, "restoration: {by: %s, at: '%s'}");
    mailbox.show(HEALTH, 3);
    say.accept("What everybody can read of it, on the status page:");
    page.show("Restabelecido");
    say.accept(
        "The exchange answers again, says Alertmanager. Whether that is so, a person decides:");
    monitoring.tell(EXCHANGE, "resolved", begun);
    System.out.println("  " + exchange("False"));
    announceWork(say);
  }

  private void announceWork(Consumer<String> say) {
    LocalDate day = LocalDate.now(clock).plusDays(7);
    say.accept(
        "What broke is to be replaced, in a week: kubectl apply -f 91-maintenance-window.yaml");
    Manifests.apply(
        client,
        DemoWorld.NAMESPACE,
        examples.resolve("91-maintenance-window.yaml"),
        Map.of("2026-11-28T22", day + "T22", "2026-11-29T02", day.plusDays(1) + "T02"));
    say.accept("Ana announces it:");
    decide(ANA, MaintenanceWindow.class, WINDOW, "announcement: {by: %s, at: '%s'}");
    mailbox.show(HEALTH, 4);
    say.accept("It has to be a day later, and Ana says so:");
    decide(
        ANA,
        MaintenanceWindow.class,
        WINDOW,
        "moves: [{start: '%sT22:00:00-03:00', end: '%sT02:00:00-03:00', by: %%s, at: '%%s'}]"
            .formatted(day.plusDays(1), day.plusDays(2)));
    mailbox.show(HEALTH, 5);
  }

  /** How the incident of the telephone exchange stands, once monitoring's signal is that. */
  private String exchange(String signal) {
    Patience.until(
        "the incident of the exchange has the signal " + signal,
        Duration.ofMinutes(1),
        () -> ofExchange(signal).isPresent(),
        () -> "kubectl get inc -o wide");
    Incident found = ofExchange(signal).orElseThrow();
    IncidentStatus.Awaiting awaiting = Objects.requireNonNull(found.getStatus().awaiting());
    return "incident %s awaits: %s, from %s; monitoring's signal: %s"
        .formatted(found.getMetadata().getName(), awaiting.what(), awaiting.from(), signal);
  }

  private Optional<Incident> ofExchange(String signal) {
    return client
        .resources(Incident.class)
        .inNamespace(DemoWorld.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(incident -> EXCHANGE.equals(incident.getSpec().component().displayName()))
        .filter(incident ->
            incident.getStatus() != null
                && incident.getStatus().awaiting() != null
                && incident.getStatus().conditions().stream()
                    .anyMatch(condition ->
                        condition.getType().equals("SignalActive")
                            && condition.getStatus().equals(signal)))
        .findFirst();
  }

  private static final String VERDICT =
      "verdict: {outcome: Confirmed, scope: General, by: %s, at: '%s'}";

  private String ago(Duration time) {
    return clock.instant().minus(time).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void mayDecide(String person, String... verbs) {
    String role = person.substring(0, person.indexOf('@'));
    client
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName("demo-" + role)
                .endMetadata()
                .addNewRule()
                .withApiGroups("salvaguarda.dev")
                .withResources("incidents", "maintenancewindows")
                .withVerbs(verbs)
                .addToVerbs("get", "patch")
                .endRule()
                .build())
        .create();
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("demo-" + role)
                .withNamespace(DemoWorld.NAMESPACE)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "demo-" + role)
                .addNewSubject("rbac.authorization.k8s.io", "User", person, null)
                .build())
        .create();
  }

  /** As {@code kubectl patch inc NAME --type merge -p '{"spec": …}'} does for that person. */
  private void decide(String person, String decision) {
    decide(person, Incident.class, INCIDENT, decision);
  }

  private void decide(
      String person, Class<? extends HasMetadata> kind, String name, String decision) {
    try (KubernetesClient own =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(client.getConfiguration())
                    .withImpersonateUsername(person)
                    .build())
            .build()) {
      own.resources(kind)
          .inNamespace(DemoWorld.NAMESPACE)
          .withName(name)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "spec: {" + decision.formatted(person, ago(Duration.ZERO)) + "}");
    }
  }

  private String refusalOf(String person, String decision) {
    try {
      decide(person, decision);
    } catch (KubernetesClientException e) {
      return Objects.requireNonNullElse(e.getStatus().getMessage(), "refused");
    }
    throw new DemoFailure(person + " may decide what is not theirs to decide");
  }
}
