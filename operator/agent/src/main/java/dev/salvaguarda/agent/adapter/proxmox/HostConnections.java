package dev.salvaguarda.agent.adapter.proxmox;

import dev.salvaguarda.agent.proxmox.HostTrust;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.trust.PemAuthorities;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** Connections to a host, as it serves them: HTTP/1.1 over TLS, kept open until it closes them. */
final class HostConnections {
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);

  private HostConnections() {}

  /**
   * A question that fails on a connection that the host had closed is asked once more on a new one.
   *
   * @param toAnswer a host waits for another node for half a minute
   */
  static OkHttpClient open(HostTrust trust, Duration toAnswer) throws SourceException {
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(TO_CONNECT)
            .readTimeout(toAnswer)
            .writeTimeout(TO_CONNECT)
            .callTimeout(toAnswer.multipliedBy(2));
    try {
      switch (trust) {
        case HostTrust.OfSystem() -> {}
        case HostTrust.ByAuthorities(String pem) -> use(PemAuthorities.trusted(pem), client);
        case HostTrust.ByFingerprint pinned -> {
          use(new FingerprintTrust(pinned), client);
          // The certificate is known itself, so nothing hangs on the name in it.
          client.hostnameVerifier((_, _) -> true);
        }
      }
    } catch (GeneralSecurityException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_TLS_NOT_TRUSTED,
          "The CA bundle of the Proxmox host holds no certificate in PEM form.",
          e);
    }
    return client.build();
  }

  private static void use(X509TrustManager trust, OkHttpClient.Builder client)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    client.sslSocketFactory(context.getSocketFactory(), trust);
  }
}
