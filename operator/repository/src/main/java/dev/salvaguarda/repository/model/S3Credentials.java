package dev.salvaguarda.repository.model;

import java.util.Optional;

/** Who speaks to the S3 service; prints without its secrets. */
public final class S3Credentials {
  private final String accessKey;
  private final SecretBytes secretKey;
  private final Optional<SecretBytes> sessionToken;

  private S3Credentials(
      String accessKey, SecretBytes secretKey, Optional<SecretBytes> sessionToken) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.sessionToken = sessionToken;
  }

  /** Lasting credentials. */
  public static S3Credentials of(String accessKey, SecretBytes secretKey) {
    return new S3Credentials(accessKey, secretKey, Optional.empty());
  }

  /** Credentials of a session, valid only with its token. */
  public static S3Credentials ofSession(
      String accessKey, SecretBytes secretKey, SecretBytes sessionToken) {
    return new S3Credentials(accessKey, secretKey, Optional.of(sessionToken));
  }

  public String accessKey() {
    return accessKey;
  }

  public SecretBytes secretKey() {
    return secretKey;
  }

  public Optional<SecretBytes> sessionToken() {
    return sessionToken;
  }

  @Override
  public String toString() {
    return "S3Credentials[redacted]";
  }
}
