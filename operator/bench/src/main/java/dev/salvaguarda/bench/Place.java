package dev.salvaguarda.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Where a repository lies, and with which keys. */
record Place(
    URI endpoint,
    String region,
    String bucket,
    String accessKey,
    String secretKey,
    Path passwordFile) {

  /** What restic needs to know. */
  Map<String, String> environment() {
    return Map.of(
        "RESTIC_REPOSITORY",
        "s3:" + endpoint + "/" + bucket,
        "RESTIC_PASSWORD_FILE",
        passwordFile.toString(),
        "AWS_ACCESS_KEY_ID",
        accessKey,
        "AWS_SECRET_ACCESS_KEY",
        secretKey);
  }
}
