package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.EmailLogin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS with the authorities of a login, to the host that it names. */
final class Encryption {
  private Encryption() {}

  /** Trusts the authorities of the login and no others; without any, those of the system. */
  static SSLSocketFactory factory(EmailLogin login) throws UnusableLoginException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities(login.authorities()));
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
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

  private static @Nullable KeyStore authorities(@Nullable String pem)
      throws GeneralSecurityException, IOException {
    if (pem == null) {
      return null;
    }
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("empty bundle");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }
}
