package dev.salvaguarda.testkit.tls;

import io.fabric8.kubeapitest.cert.CertManager;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

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

  /** The same with a key on an elliptic curve, which is made at once where RSA takes seconds. */
  public static ServerCertificate createElliptic(Path folder) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X500Name subject = new X500Name("CN=localhost");
      Instant now = Instant.now();
      X509CertificateHolder holder =
          new JcaX509v3CertificateBuilder(
                  subject,
                  BigInteger.valueOf(now.toEpochMilli()),
                  Date.from(now.minus(Duration.ofDays(1))),
                  Date.from(now.plus(Duration.ofDays(30))),
                  subject,
                  pair.getPublic())
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(
                      new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                      }))
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      ServerCertificate made =
          new ServerCertificate(folder.resolve("server.crt"), folder.resolve("server.key"));
      write(made.certificate(), holder);
      write(made.key(), new JcaPKCS8Generator(pair.getPrivate(), null));
      Files.setPosixFilePermissions(made.key(), PosixFilePermissions.fromString("rw-------"));
      return made;
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, Object what) throws IOException {
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
      writer.writeObject(what);
    }
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
      Object read = parser.readObject();
      PrivateKeyInfo found =
          read instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) read;
      return new JcaPEMKeyConverter().getPrivateKey(found);
    }
  }
}
