package dev.salvaguarda.app.demo;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.window.MaintenanceWindow;
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
import java.util.function.Consumer;

/**
 * An incident from its report to its restoration, and work on what caused it, announced and moved;
 * each step by the person whose decision it is.
 */
final class Afternoon {
  private static final String INCIDENT = "mail-2026-11-27";
  private static final String WINDOW = "mail-2026-11-28";
  private static final String HEALTH = "it@health.example.org";
  private static final String ANA = "ana@example.org";
  private static final String BRUNO = "bruno@example.org";

  private final KubernetesClient client;
  private final Path examples;
  private final Mailbox mailbox;
  private final Clock clock = Clock.systemUTC();

  Afternoon(KubernetesClient client, Path examples, Mailbox mailbox) {
    this.client = client;
    this.examples = examples;
    this.mailbox = mailbox;
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
    say.accept("An afternoon: Health can't reach its mailboxes. Somebody writes that down.");
    say.accept("kubectl apply -f 83-channel-for-incidents.yaml -f 90-incident.yaml");
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
