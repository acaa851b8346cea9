package dev.salvaguarda.testkit.tls;

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

  /**
   * Makes a new pair as {@code server.crt} and {@code server.key} in a folder. The key lies on an
   * elliptic curve, because one of RSA takes seconds to find.
   */
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
    ServerCertificate made =
        new ServerCertificate(folder.resolve("server.crt"), folder.resolve("server.key"));
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      write(made.certificate(), selfSigned(pair, new X500Name("CN=" + subject), names));
      write(made.key(), new JcaPKCS8Generator(pair.getPrivate(), null));
      Files.setPosixFilePermissions(made.key(), PosixFilePermissions.fromString("rw-------"));
      return made;
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("can't make " + made, e);
    }
  }

  private static X509CertificateHolder selfSigned(
      KeyPair pair, X500Name subject, GeneralName... names)
      throws OperatorCreationException, IOException {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(Duration.ofDays(30))),
            subject,
            pair.getPublic())
        .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
  }

  private static void write(Path file, Object what) throws IOException {
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
      writer.writeObject(what);
    }
  }

  /** A context for a server inside this JVM. */
  public SSLContext serverContext() {
    char[] password = new char[0];
    try (InputStream stream = Files.newInputStream(certificate)) {
      Certificate loaded = CertificateFactory.getInstance("X.509").generateCertificate(stream);
      // The newer kind takes a tenth of a second to hide in memory what lies beside it in a file.
      KeyStore store = KeyStore.getInstance("JKS");
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
      return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) parser.readObject());
    }
  }
}
