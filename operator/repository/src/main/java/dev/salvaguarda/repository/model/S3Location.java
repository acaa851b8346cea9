package dev.salvaguarda.repository.model;

import java.net.URI;

/**
 * Where a repository lies in an S3 service.
 *
 * @param endpoint URL of the service, with scheme and without bucket
 * @param region empty means the service's default, {@code us-east-1}
 * @param bucket name of the bucket
 * @param prefix key prefix inside the bucket, without slashes around it; empty means the bucket's
 *     root
 * @param pathStyle whether the bucket stands in the path (true) or in the host name (false)
 * @param caBundlePem certificates of the authorities to trust, as PEM; empty means the system's
 */
public record S3Location(
    URI endpoint,
    String region,
    String bucket,
    String prefix,
    boolean pathStyle,
    String caBundlePem) {

  public S3Location {
    String scheme = endpoint.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException(
          "endpoint must begin with http:// or https://, but is " + endpoint);
    }
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("bucket must not be empty");
    }
    prefix = withoutSlashesAround(prefix);
  }

  /** Key in the bucket of a file of the repository. */
  public String key(String path) {
    return prefix.isEmpty() ? path : prefix + "/" + path;
  }

  private static String withoutSlashesAround(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) == '/') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(start, end);
  }
}
