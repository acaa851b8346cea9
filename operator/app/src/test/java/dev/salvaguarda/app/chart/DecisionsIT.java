package dev.salvaguarda.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Who may take which decision about an incident or maintenance, on a real API server: every role of
 * the chart, every decision, every way to write it.
 */
class DecisionsIT {
  @RegisterExtension
  static final Running<ControlPlane> CLUSTER = Running.from(ControlPlane::startWithoutControllers);

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int FORBIDDEN = 403;
  private static final int INVALID = 422;
  private static final String AT = "2026-11-27T17:20:00Z";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static final List<String> ROLES =
      List.of(
          "viewer",
          "editor",
          "operator",
          "auditor",
          "notifier",
          "response-team",
          "communications",
          "executive",
          "gitops");

  private static final List<Way> WAYS =
      List.of(DecisionsIT::put, DecisionsIT::merge, DecisionsIT::apply);

  private static final Map<String, KubernetesClient> PEOPLE = new ConcurrentHashMap<>();
  private static Map<String, ClusterRole> roles = Map.of();

  private interface Way {
    void write(
        KubernetesClient person, GenericKubernetesResource incident, Map<String, Object> change);
  }

  /** Every decision, and how it is written down. */
  enum Decision {
    ACKNOWLEDGE("acknowledge", "acknowledgement", "{by: %s, at: '%s'}"),
    NOT_CONFIRM(
        "confirm", "verdict", "{outcome: NotConfirmed, by: %s, at: '%s', finding: it works}"),
    CONFIRM("confirm", "verdict", "{outcome: Confirmed, scope: General, by: %s, at: '%s'}"),
    GO_ON("confirm", "serviceRequestWaiver", "{by: %s, at: '%s', reason: it is urgent}"),
    ATTEST("attest", "executiveStatement", "{by: %s, at: '%s', role: Director, text: we know}"),
    UPDATE("announce", "updates", "[{id: u1, by: %s, at: '%s', text: half of it works}]"),
    RESTORE("restore", "restoration", "{by: %s, at: '%s'}"),
    CLOSE(
        "close",
        "closure",
        "{by: %s, at: '%s', rootCause: a disk, lessons: two disks, procedureRevised: step 3}"),
    ANNOUNCE("announce", "announcement", "{by: %s, at: '%s'}"),
    MOVE(
        "announce",
        "moves",
        "[{by: %s, at: '%s', start: '2026-12-02T01:00:00Z', end: '2026-12-02T05:00:00Z'}]"),
    CANCEL("announce", "cancelled", "{by: %s, at: '%s', reason: no spare part}"),
    COMPLETE("restore", "completed", "{by: %s, at: '%s'}");

    private final String verb;
    private final String field;
    private final String value;

    Decision(String verb, String field, String value) {
      this.verb = verb;
      this.field = field;
      this.value = value;
    }

    List<Decision> before() {
      return switch (this) {
        case ACKNOWLEDGE, NOT_CONFIRM, CONFIRM, GO_ON, ANNOUNCE, CANCEL -> List.of();
        case ATTEST, UPDATE, RESTORE -> List.of(CONFIRM);
        case CLOSE -> List.of(CONFIRM, RESTORE);
        case MOVE, COMPLETE -> List.of(ANNOUNCE);
      };
    }

    String resource() {
      return switch (this) {
        case ACKNOWLEDGE, NOT_CONFIRM, CONFIRM, GO_ON, ATTEST, UPDATE, RESTORE, CLOSE ->
            "incidents";
        case ANNOUNCE, MOVE, CANCEL, COMPLETE -> "maintenancewindows";
      };
    }

    Map<String, Object> by(String person) {
      return Map.of(
          field, Serialization.unmarshal("---\n" + value.formatted(person, AT), Object.class));
    }
  }

  private static final String INCIDENT =
      """
      type: Outage
      component: {name: mail, displayName: E-mail}
      origin: Client
      impact: access to mailboxes
      """;

  private static final String WINDOW =
      """
      type: Preventive
      components: [{name: mail, displayName: E-mail}]
      start: "2026-12-01T01:00:00Z"
      end: "2026-12-01T05:00:00Z"
      requested: {by: joao, via: E-mail, at: "2026-11-20T12:00:00Z"}
      """;

  private static String namespace = "";

  @BeforeAll
  static void install() {
    Crds.install(admin(), Path.of("..", "..", "crds"));
    namespace = CLUSTER.get().newNamespace("incidents");
    roles =
        Chart.objects("backup-system", "--set", "crds.install=false").stream()
            .filter(ClusterRole.class::isInstance)
            .map(ClusterRole.class::cast)
            .collect(Collectors.toMap(DecisionsIT::shortName, role -> role));
    roles.values().forEach(role -> admin().resource(role).create());
    ROLES.forEach(role -> bind(role, "User", role));
    await("the policy is in force")
        .atMost(LONG)
        .until(() ->
            refusal(() -> decide("notifier", "notifier", Decision.CONFIRM, WAYS.get(1))) != null);
  }

  @AfterAll
  static void closeClients() {
    PEOPLE.values().forEach(KubernetesClient::close);
  }

  @ParameterizedTest
  @FieldSource("ROLES")
  void aDecisionIsTakenByThoseWhoMayAndUnderTheirOwnName(String role) {
    for (Decision decision : Decision.values()) {
      boolean may = rightsOf(role, decision).containsAll(List.of("patch", decision.verb));
      boolean forOthers = rightsOf(role, decision).contains("attribute");
      for (Way way : WAYS) {
        String as = "%s decides %s %s".formatted(role, decision, WAYS.indexOf(way));
        assertRefused(as, may, () -> decide(role, role, decision, way));
        assertRefused(as + " as ana", may && forOthers, () -> decide(role, "ana", decision, way));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ROLES")
  void whoMakesAnIncidentWithADecisionNeedsTheSameRight(String role) {
    for (Decision decision : Decision.values()) {
      Stream<Decision> all = Stream.concat(decision.before().stream(), Stream.of(decision));
      boolean may =
          rightsOf(role, decision).contains("create")
              && rightsOf(role, decision).containsAll(all.map(one -> one.verb).toList());
      assertRefused(
          role + " makes one with " + decision,
          may,
          () -> {
            GenericKubernetesResource incident = object(role, decision);
            spec(incident).putAll(decision.by(role));
            person(role).resource(incident).create();
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyTakesADecisionBackOrRewritesIt(Decision decision) {
    for (String role : ROLES) {
      GenericKubernetesResource incident = made(decision);
      Map<String, Object> gone = new HashMap<>();
      gone.put(decision.field, null);
      KubernetesClient person = person(role);
      assertRefused(role + " takes back " + decision, false, () -> merge(person, incident, gone));
      assertRefused(
          role + " rewrites " + decision,
          false,
          () -> merge(person, incident, decision.by("somebody-else")));
    }
  }

  @ParameterizedTest
  @FieldSource("ROLES")
  void aNoticeWasToldByHandIfWhoMaySayThatSaysItOfThemselves(String role) {
    boolean may = rightsOf(role, "notices").contains("relay");
    boolean forOthers = rightsOf(role, "notices").contains("attribute");
    for (Way way : WAYS) {
      assertRefused(role + " told it", may, () -> relay(role, role, way));
      assertRefused(role + " says ana told it", may && forOthers, () -> relay(role, "ana", way));
    }
    assertThat(may).isEqualTo(role.equals("communications") || role.equals("gitops"));
  }

  private static void relay(String person, String by, Way way) {
    GenericKubernetesResource notice =
        admin()
            .resource(
                Serialization.unmarshal(
                    """
                    apiVersion: salvaguarda.dev/v1alpha1
                    kind: Notice
                    metadata: {name: mail-%d, namespace: %s}
                    spec:
                      subject: {kind: Incident, name: mail, uid: uid}
                      message: IncidentConfirmed
                      channelRef: {name: group}
                      locale: en
                      rendered: {subject: Mail, body: It is down.}
                      thread: uid
                      eventTime: "%s"
                    """
                        .formatted(NUMBER.incrementAndGet(), namespace, AT),
                    GenericKubernetesResource.class))
            .create();
    way.write(person(person), notice, Map.of("relay", Map.of("by", by, "at", AT)));
  }

  @Test
  void whoMayNotIsToldWhatItTakes() {
    assertThat(refusal(() -> decide("notifier", "notifier", Decision.CONFIRM, WAYS.get(1))))
        .contains(
            "notifier may not decide verdict: that takes the verb confirm on incidents in the"
                + " namespace "
                + namespace);
    assertThat(refusal(() -> decide("response-team", "ana", Decision.CONFIRM, WAYS.get(1))))
        .contains(
            "a decision is recorded under the name of who takes it: in verdict by must be"
                + " response-team. Recording it for somebody else takes the verb attribute");
  }

  @Test
  void anUpdateOfSomebodyElseStaysWhereItIs() {
    GenericKubernetesResource incident = made(Decision.UPDATE);
    merge(
        person("communications"),
        incident,
        Map.of(
            "updates",
            List.of(
                update("u1", "admin", "half of it works"),
                update("u2", "communications", "all of it works"))));

    assertThat(spec(reread(incident)).get("updates")).asInstanceOf(LIST).hasSize(2);
  }

  private static Map<String, Object> update(String id, String by, String text) {
    return Map.of("id", id, "by", by, "at", AT, "text", text);
  }

  /** Whoever tells it to: it may open one and write a status, and nothing that is decided. */
  @Test
  void theOperatorCannotDecide() {
    for (Decision decision : Decision.values()) {
      assertThat(rightsOf("controller", decision))
          .isNotEmpty()
          .doesNotContainAnyElementsOf(Stream.of(Decision.values()).map(one -> one.verb).toList())
          .doesNotContain("attribute", "*");
    }
    assertThat(rightsOf("controller", "notices")).doesNotContain("relay", "attribute", "*");
    bind("controller", "ServiceAccount", "controller");
    String name = "system:serviceaccount:%s:controller".formatted(namespace);
    for (Decision decision : Decision.values()) {
      for (Way way : WAYS) {
        assertRefused(
            "the operator decides " + decision, false, () -> decide(name, name, decision, way));
      }
      assertRefused(
          "the operator makes one with " + decision,
          false,
          () -> {
            GenericKubernetesResource incident = object(name, decision);
            spec(incident).putAll(decision.by(name));
            person(name).resource(incident).create();
          });
    }
    for (Way way : WAYS) {
      assertRefused("the operator told it", false, () -> relay(name, name, way));
    }
  }

  private static KubernetesClient admin() {
    return CLUSTER.get().client();
  }

  private static String shortName(ClusterRole role) {
    return role.getMetadata().getName().replaceFirst("^salvaguarda-", "");
  }

  private static void bind(String role, String kind, String name) {
    boolean user = kind.equals("User");
    admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef(
                    "rbac.authorization.k8s.io",
                    "ClusterRole",
                    Objects.requireNonNull(roles.get(role)).getMetadata().getName())
                .addNewSubject(
                    user ? "rbac.authorization.k8s.io" : "", kind, name, user ? null : namespace)
                .build())
        .create();
  }

  /** What a role allows with what is decided about. */
  private static Set<String> rightsOf(String role, Decision decision) {
    return rightsOf(role, decision.resource());
  }

  private static Set<String> rightsOf(String role, String kind) {
    return Objects.requireNonNull(roles.get(role)).getRules().stream()
        .filter(rule -> rule.getResources().contains(kind))
        .map(PolicyRule::getVerbs)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  private static KubernetesClient person(String name) {
    return PEOPLE.computeIfAbsent(
        name,
        _ ->
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder(Config.fromKubeconfig(CLUSTER.get().kubeconfigYaml()))
                        .withImpersonateUsername(name)
                        .build())
                .build());
  }

  /** Of an incident that somebody who may do all of it has made. */
  private static void decide(String person, String by, Decision decision, Way way) {
    GenericKubernetesResource incident = admin().resource(object("admin", decision)).create();
    way.write(person(person), incident, decision.by(by));
  }

  private static GenericKubernetesResource made(Decision decision) {
    GenericKubernetesResource incident = object("admin", decision);
    spec(incident).putAll(decision.by("admin"));
    return admin().resource(incident).create();
  }

  /** About which all is decided that comes before. */
  private static GenericKubernetesResource object(String by, Decision decision) {
    boolean isIncident = decision.resource().equals("incidents");
    GenericKubernetesResource object =
        Serialization.unmarshal(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: %s
            metadata: {name: mail-%d, namespace: %s}
            spec:
            %s\
            """
                .formatted(
                    isIncident ? "Incident" : "MaintenanceWindow",
                    NUMBER.incrementAndGet(),
                    namespace,
                    (isIncident ? INCIDENT : WINDOW).indent(2)),
            GenericKubernetesResource.class);
    decision.before().forEach(one -> spec(object).putAll(one.by(by)));
    return object;
  }

  private static GenericKubernetesResource reread(GenericKubernetesResource incident) {
    return Objects.requireNonNull(admin().resource(incident).get());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(GenericKubernetesResource incident) {
    return (Map<String, Object>)
        Objects.requireNonNull(incident.getAdditionalProperties().get("spec"));
  }

  private static void put(
      KubernetesClient person, GenericKubernetesResource incident, Map<String, Object> change) {
    GenericKubernetesResource whole = reread(incident);
    spec(whole).putAll(change);
    person.resource(whole).update();
  }

  private static void merge(
      KubernetesClient person, GenericKubernetesResource incident, Map<String, Object> change) {
    person
        .resource(incident)
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("spec", change)));
  }

  private static void apply(
      KubernetesClient person, GenericKubernetesResource incident, Map<String, Object> change) {
    GenericKubernetesResource part = new GenericKubernetesResource();
    part.setApiVersion(incident.getApiVersion());
    part.setKind(incident.getKind());
    part.setMetadata(
        new ObjectMetaBuilder()
            .withName(incident.getMetadata().getName())
            .withNamespace(namespace)
            .build());
    part.setAdditionalProperty("spec", change);
    person.resource(part).fieldManager("person").serverSideApply();
  }

  private static void assertRefused(String what, boolean allowed, ThrowingCallable wish) {
    String refusal = refusal(wish);
    assertThat(refusal == null).as("%s: %s", what, refusal).isEqualTo(allowed);
  }

  /** Null if it was done. */
  private static @Nullable String refusal(ThrowingCallable wish) {
    Throwable thrown = catchThrowable(wish);
    if (thrown == null) {
      return null;
    }
    assertThat(thrown)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refused ->
                assertThat(refused.getCode()).as(refused.getMessage()).isIn(FORBIDDEN, INVALID));
    return String.valueOf(thrown.getMessage());
  }
}
