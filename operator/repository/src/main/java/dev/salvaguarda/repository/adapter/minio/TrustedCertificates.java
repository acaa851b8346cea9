package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.trust.PemAuthorities;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** The authorities of a PEM bundle, and no others. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  static void apply(String pem, OkHttpClient.Builder client) {
    try {
      X509TrustManager trust = PemAuthorities.trusted(pem);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      client.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException e) {
      throw new RepositoryException(
          Reason.TLS_NOT_TRUSTED, "The CA bundle holds no certificate in PEM form.", e);
    }
  }
}
