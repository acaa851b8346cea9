package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what happened to what people read: the technician by mail, everybody on a page. */
class ToldByMailIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String NOTIFY = "  notify: [{channelRef: {name: technician}}]\n";
  private static final String MONTHLY = "  verification: {schedule: {cron: \"0 6 1 * *\"}}\n";

  private static Landscape landscape;
  private static ScriptedSmtpServer server;
  private static OperatorProcess operator;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    landscape = Landscape.start();
    server = ScriptedSmtpServer.start();
    operator = OperatorProcess.start(landscape.cluster());
  }

  @AfterAll
  static void stop() {
    Closing.quietly(operator);
    Closing.quietly(server);
    Closing.quietly(landscape);
  }

  @AfterEach
  void nothingSecretIsLogged() {
    assertThat(operator.log()).doesNotContain(Mailing.ANA, SmtpServer.PASSWORD);
  }

  @Test
  void aTechnicianReadsWhatWasCopiedAndWhatFailed() {
    Mailing mailing = mailing("told");

    run(mailing, "share", "");
    run(mailing, "lost", "");

    Mail copied = mailing.await("BackupSucceeded");
    Mail failed = mailing.await("BackupFailed");
    assertThat(copied.subject()).contains("share");
    assertThat(copied.text()).contains("share", "offsite");
    assertThat(copied.page()).contains(copied.subject());
    assertThat(failed.subject()).contains("lost");
    assertThat(failed.text()).contains("kubectl", "Runs in a row without success: 1");
    assertThat(mailing.arrived("BackupSucceeded")).hasSize(1);
    assertThat(mailing.arrived("BackupFailed")).hasSize(1);
  }

  @Test
  void aTechnicianReadsWhatATestProvedAndWhatItDidNot() throws Exception {
    Mailing mailing = mailing("tested");
    run(mailing, "share", MONTHLY);

    test(mailing, "share-test-one");
    Mail proven = mailing.await("VerificationSucceeded");
    Damage.everyPack(landscape.s3().client(), mailing.namespace());
    test(mailing, "share-test-two");
    Mail refuted = mailing.await("VerificationFailed");

    assertThat(proven.subject())
        .isEqualTo("Restore test passed: share (" + mailing.namespace() + ")");
    assertThat(proven.text())
        .contains("Test: share-test-one", "Run tested: share-one", "Repository tested:\n- offsite");
    assertThat(refuted.subject())
        .isEqualTo("Restore test NOT passed: share (" + mailing.namespace() + ")");
    assertThat(refuted.text()).contains("Test: share-test-two", "Newest test that passed: ");
    assertThat(mailing.arrived("VerificationSucceeded")).hasSize(1);
  }

  @Test
  void everybodyReadsOnThePageWhatIsToldOfAnIncident() throws Exception {
    PublicPage page = PublicPage.in(landscape.namespace("page"), landscape);
    page.awaitText("index.html", "No disturbance has been announced.");

    page.applyIncident("");
    String disturbed = page.awaitText("index.html", "E-mail &lt;of all&gt;");
    page.restore();
    String over = page.awaitText("history.json", "\"state\": \"Restored\"");
    String written = page.awaitText("index.html", ">Restored<");
    page.take("index.html");

    assertThat(page.awaitText("index.html", "</html>")).isEqualTo(written);
    assertThat(disturbed).contains("access to mailboxes", "A disturbance has been announced.");
    assertThat(page.get("status.json").orElseThrow().text()).contains("\"open\": []");
    assertThat(page.get("feed.atom").orElseThrow().text().split("<entry", -1)).hasSize(3);
    assertThat(disturbed + over + written).doesNotContain("ana-of-the-team");
    assertThat(page.get("index.html"))
        .hasValueSatisfying(answer -> {
          assertThat(answer.contentType()).isEqualTo("text/html; charset=utf-8");
          assertThat(answer.cacheControl()).isEqualTo("max-age=60");
        });
    await()
        .atMost(LONG)
        .until(() -> page.ready().equals(Optional.of("True The bucket takes the page.")));
  }

  /** As the schedule makes them, but without waiting for its time. */
  private static void test(Mailing mailing, String name) {
    Manifests.apply(
        mailing.client(),
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Restore
        metadata:
          name: %s
          namespace: %s
          ownerReferences:
          - {apiVersion: salvaguarda.dev/v1alpha1, kind: BackupPolicy, name: share, uid: %s}
        spec: {purpose: Test, source: {policyRef: {name: share}}}
        """
            .formatted(
                name,
                mailing.namespace(),
                mailing
                    .client()
                    .resources(BackupPolicy.class)
                    .inNamespace(mailing.namespace())
                    .withName("share")
                    .require()
                    .getMetadata()
                    .getUid()));
    new Restores(mailing.client(), mailing.namespace()).ended(name);
  }

  @Test
  void aTechnicianReadsThatAProofIsOverdue() {
    Mailing mailing = mailing("overdue");
    Landscape.fill(folder.resolve("share"), 1, 20261127);
    policy(mailing, "share", MONTHLY);
    var policy =
        landscape
            .client()
            .resources(BackupPolicy.class)
            .inNamespace(mailing.namespace())
            .withName("share");
    await()
        .atMost(LONG)
        .until(() ->
            policy.require().getStatus() != null
                && policy.require().getStatus().verification() != null);
    policy
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"verification\":{\"since\":\"2026-01-01T00:00:00Z\"}}}");

    policy(mailing, "share", MONTHLY + NOTIFY);

    Mail due = mailing.await("VerificationDue");
    assertThat(due.subject()).isEqualTo("Verification due: share (" + mailing.namespace() + ")");
    assertThat(due.text())
        .contains("tests were asked for at 2026-01-01T00:00:00Z", "describe backuppolicy share");
    assertThat(mailing.arrived("VerificationDue")).hasSize(1);
  }

  @Test
  void successesArriveTogetherAtTheTimeOfTheDigest() {
    Mailing mailing = mailing("digest");
    var client = landscape.client();
    client
        .resources(NotificationChannel.class)
        .inNamespace(mailing.namespace())
        .withName("technician")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"digest\":{\"at\":\"07:00\"}}}");
    run(mailing, "share", "");
    await().atMost(LONG).until(() -> !mailing.notices().isEmpty());
    Notice success = mailing.notices().getFirst();
    Instant seven = Objects.requireNonNull(success.getSpec().digestTime());
    Instant made = Instant.parse(success.getMetadata().getCreationTimestamp());

    // The same again, of a digest that is due: nobody waits for seven o'clock.
    Notice earlier =
        Serialization.unmarshal(
            Serialization.asJson(success)
                .replace(seven.toString(), made.minus(Duration.ofMinutes(5)).toString()),
            Notice.class);
    earlier.setMetadata(
        new ObjectMetaBuilder().withNamespace(mailing.namespace()).withName("due").build());
    earlier.setStatus(null);
    client.resource(earlier).create();

    Mail digest = mailing.await("BackupDigest");
    assertThat(digest.subject())
        .startsWith("Backup digest up to ")
        .endsWith(" (" + mailing.namespace() + ")");
    assertThat(digest.text()).contains("Copies completed and transferred:\n- share: ");
    assertThat(mailing.arrived("BackupSucceeded")).isEmpty();
  }

  private static Mailing mailing(String prefix) {
    String namespace = landscape.namespace(prefix);
    landscape.repository(namespace);
    Mailing mailing = new Mailing(landscape.client(), namespace, server);
    mailing.applyChannel(SmtpServer.PASSWORD);
    return mailing;
  }

  /** A run of a policy whose folder is there only if it is called share. */
  private void run(Mailing mailing, String policy, String more) {
    String namespace = mailing.namespace();
    Landscape.fill(folder.resolve("share"), 5, 20261127);
    policy(mailing, policy, more + NOTIFY);
    Manifests.apply(landscape.client(), Manifests.run(namespace, policy + "-one", policy));
    await().atMost(LONG).until(() -> landscape.hasEnded(namespace, policy + "-one"));
  }

  private void policy(Mailing mailing, String name, String more) {
    Manifests.apply(
        landscape.client(),
        Manifests.filesPolicy(mailing.namespace(), name, folder.resolve(name), "0 0 1 1 *") + more);
  }
}
