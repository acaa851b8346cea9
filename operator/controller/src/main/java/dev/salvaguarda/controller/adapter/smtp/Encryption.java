package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.adapter.Authorities;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.EmailLogin;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS with the authorities of a login, to the host that it names. */
final class Encryption {
  private Encryption() {}

  /** Trusts the authorities of the login and no others; without any, those of the system. */
  static SSLSocketFactory factory(EmailLogin login) throws UnusableLoginException {
    try {
      return Authorities.context(login.authorities()).getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new UnusableLoginException(
          DeliveryFailure.Reason.TLS_NOT_TRUSTED,
          "The CA bundle holds no certificate in PEM form, or one that can't be read.");
    }
  }

  /** Encrypts a new connection. */
  static SSLSocket wrap(SSLSocketFactory factory, Socket plain, EmailLogin login)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) factory.createSocket(plain, login.host(), login.port(), /* autoClose= */ true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
