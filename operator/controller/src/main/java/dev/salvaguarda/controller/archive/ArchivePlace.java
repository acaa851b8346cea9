package dev.salvaguarda.controller.archive;

import org.jspecify.annotations.Nullable;

/**
 * Where a repository lies.
 *
 * @param endpoint URL of the S3 service, with scheme
 * @param region empty means that the service's default is used
 * @param bucket name of the bucket
 * @param prefix key prefix inside the bucket; empty means the bucket's root
 * @param pathStyle whether the bucket stands in the path (true) or in the host name (false)
 * @param caBundlePem authorities to trust, as PEM; null means the system's
 */
public record ArchivePlace(
    String endpoint,
    String region,
    String bucket,
    String prefix,
    boolean pathStyle,
    @Nullable String caBundlePem) {

  /** The form in which restic names this place, such as {@code s3:https://host/bucket/prefix}. */
  public String resticUrl() {
    String root = "s3:" + withoutSlash(endpoint) + "/" + bucket;
    return prefix.isEmpty() ? root : root + "/" + withoutSlash(prefix);
  }

  /** Whether both name the same repository, however they reach it. */
  public boolean isSamePlaceAs(ArchivePlace other) {
    return withoutSlash(endpoint).equalsIgnoreCase(withoutSlash(other.endpoint))
        && bucket.equals(other.bucket)
        && withoutSlash(prefix).equals(withoutSlash(other.prefix));
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
