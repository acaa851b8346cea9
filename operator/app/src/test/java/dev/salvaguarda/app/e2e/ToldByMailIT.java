package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the end of a run to what the technician reads. */
class ToldByMailIT {
  private static final Duration LONG = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void aTechnicianReadsWhatWasCopiedAndWhatFailed() {
    try (Landscape landscape = Landscape.start();
        ScriptedSmtpServer server = ScriptedSmtpServer.start();
        OperatorProcess operator = OperatorProcess.start(landscape.cluster())) {
      Landscape.fill(folder.resolve("share"), 5, 20261127);
      String namespace = landscape.namespace("told");
      landscape.repository(namespace);
      Mailing mailing = new Mailing(landscape.client(), namespace, server);
      mailing.applyChannel(SmtpServer.PASSWORD);

      run(landscape, namespace, "share");
      run(landscape, namespace, "lost");

      Mailing.Mail copied = mailing.await("BackupSucceeded");
      Mailing.Mail failed = mailing.await("BackupFailed");
      assertThat(copied.subject()).contains("share");
      assertThat(copied.text()).contains("share", "offsite");
      assertThat(copied.page()).contains(copied.subject());
      assertThat(failed.subject()).contains("lost");
      assertThat(failed.text()).contains("kubectl");
      assertThat(mailing.arrived("BackupSucceeded")).hasSize(1);
      assertThat(mailing.arrived("BackupFailed")).hasSize(1);
      assertThat(operator.log()).doesNotContain(Mailing.ANA, SmtpServer.PASSWORD);
    }
  }

  private void run(Landscape landscape, String namespace, String policy) {
    Manifests.apply(
        landscape.client(),
        Manifests.filesPolicy(namespace, policy, folder.resolve(policy), "0 0 1 1 *")
            + "  notify: [{channelRef: {name: technician}}]\n");
    Manifests.apply(landscape.client(), Manifests.run(namespace, policy + "-one", policy));
    await().atMost(LONG).until(() -> landscape.hasEnded(namespace, policy + "-one"));
  }
}
