package dev.salvaguarda.controller.adapter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are trusted. */
public final class Authorities {
  private Authorities() {}

  /**
   * Trusts these authorities and no others.
   *
   * @param pem their certificates; null means those of the system
   * @throws GeneralSecurityException if there is none, or one that can't be read
   */
  public static SSLContext context(@Nullable String pem)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, judges(pem), null);
    return context;
  }

  /**
   * The same, with a word before anything is said to a server.
   *
   * @param trusted called once a server is found to be trusted
   */
  public static SSLContext context(@Nullable String pem, Runnable trusted)
      throws GeneralSecurityException, IOException {
    TrustManager[] judges = judges(pem);
    for (int i = 0; i < judges.length; i++) {
      if (judges[i] instanceof X509ExtendedTrustManager judge) {
        judges[i] = new TrustWitness(judge, trusted);
      }
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, judges, null);
    return context;
  }

  private static TrustManager[] judges(@Nullable String pem)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(pem == null ? null : store(pem));
    return trust.getTrustManagers();
  }

  private static KeyStore store(String pem) throws GeneralSecurityException, IOException {
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
