package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.testkit.mail.ScriptedSmtpServer;
import dev.salvaguarda.testkit.mail.SmtpServer;

class ScriptedSmtpTransportTest extends SmtpTransportContractTest {
  @Override
  SmtpServer startServer() {
    return ScriptedSmtpServer.start();
  }

  @Override
  EmailLogin login(SmtpServer server) {
    return MailFixtures.with(
        MailFixtures.encrypted((ScriptedSmtpServer) server, EmailLogin.Tls.START_TLS),
        MailFixtures.auth(EmailLogin.Mechanism.PLAIN, SmtpServer.PASSWORD));
  }
}
