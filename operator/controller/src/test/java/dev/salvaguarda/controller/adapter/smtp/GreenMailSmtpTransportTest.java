package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.testkit.mail.GreenMailServer;
import dev.salvaguarda.testkit.mail.SmtpServer;

class GreenMailSmtpTransportTest extends SmtpTransportContractTest {
  @Override
  SmtpServer startServer() {
    return GreenMailServer.start();
  }

  @Override
  EmailLogin login(SmtpServer server) {
    return MailFixtures.with(
        MailFixtures.plain(server),
        MailFixtures.auth(EmailLogin.Mechanism.PLAIN, SmtpServer.PASSWORD));
  }
}
