package dev.salvaguarda.app.wiring;

import dev.salvaguarda.controller.adapter.smtp.SmtpTransport;
import dev.salvaguarda.controller.port.Transport;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** How notices leave the cluster. */
@Singleton
public final class MailWiring {

  @Produces
  @Singleton
  Transport transport() {
    return new SmtpTransport();
  }
}
