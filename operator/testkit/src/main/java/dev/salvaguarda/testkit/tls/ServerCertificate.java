package dev.salvaguarda.testkit.tls;

import io.fabric8.kubeapitest.cert.CertManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * A self-signed certificate for {@code localhost} and {@code 127.0.0.1}: the CA bundle that trusts
 * it is the certificate itself.
 *
 * @param certificate PEM file of the certificate
 * @param key PEM file of its private key, readable by the owner only
 */
public record ServerCertificate(Path certificate, Path key) {

  /** Makes a new pair as {@code server.crt} and {@code server.key} in a folder. */
  public static ServerCertificate create(Path folder) {
    return create(
        folder,
        "localhost",
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
  }

  /** The same for another name and no other. */
  public static ServerCertificate createFor(String name, Path folder) {
    return create(folder, name, new GeneralName(GeneralName.dNSName, name));
  }

  private static ServerCertificate create(Path folder, String subject, GeneralName... names) {
    Path certificate = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    CertManager.generateKeyAndCertificate(
        "CN=" + subject, key.toFile(), certificate.toFile(), names);
    try {
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new IllegalStateException("can't protect " + key, e);
    }
    return new ServerCertificate(certificate, key);
  }

  /** A context for a server inside this JVM. */
  public SSLContext serverContext() {
    char[] password = new char[0];
    try (InputStream stream = Files.newInputStream(certificate)) {
      Certificate loaded = CertificateFactory.getInstance("X.509").generateCertificate(stream);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry("server", privateKey(), password, new Certificate[] {loaded});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("can't use " + certificate, e);
    }
  }

  private PrivateKey privateKey() throws IOException {
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(key))) {
      PEMKeyPair pair = (PEMKeyPair) parser.readObject();
      return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
    }
  }
}
