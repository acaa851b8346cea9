package dev.salvaguarda.testkit.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What the API says to a call. */
record Answer(int status, String reason, String body) {
  JsonNode data() throws IOException {
    return new ObjectMapper().readTree(body).path("data");
  }

  static Answer get(ProxmoxCluster host, String path) throws Exception {
    return call(host, "GET", path, host.token());
  }

  static Answer delete(ProxmoxCluster host, String path) throws Exception {
    return call(host, "DELETE", path, host.token());
  }

  static Answer post(ProxmoxCluster host, String path, String form) throws Exception {
    HttpsURLConnection connection = open(host, path, host.token());
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
    return of(connection);
  }

  static Answer call(ProxmoxCluster host, String method, String path, String token)
      throws Exception {
    HttpsURLConnection connection = open(host, path, token);
    connection.setRequestMethod(method);
    return of(connection);
  }

  static Answer of(HttpsURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(status, connection.getResponseMessage(), text);
    }
  }

  static HttpsURLConnection open(ProxmoxCluster host, String path, String token) throws Exception {
    X509Certificate authority =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(host.caPem().getBytes(StandardCharsets.US_ASCII)));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    HttpsURLConnection connection =
        (HttpsURLConnection)
            URI.create(host.api().url() + "/api2/json/" + path).toURL().openConnection();
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setRequestProperty("Authorization", "PVEAPIToken=" + token);
    return connection;
  }
}
