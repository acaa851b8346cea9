package dev.salvaguarda.controller.archive;

import dev.salvaguarda.api.repository.S3Spec;
import java.util.Locale;
import java.util.Objects;
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

  /** What a specification says by itself, without the authorities that it refers to. */
  public static ArchivePlace of(S3Spec s3) {
    return new ArchivePlace(
        s3.endpoint(),
        Objects.requireNonNullElse(s3.region(), ""),
        s3.bucket(),
        Objects.requireNonNullElse(s3.prefix(), ""),
        !Boolean.FALSE.equals(s3.pathStyle()),
        null);
  }

  /** The form in which restic names this place, such as {@code s3:https://host/bucket/prefix}. */
  public String resticUrl() {
    String root = "s3:" + withoutSlash(endpoint) + "/" + bucket;
    return prefix.isEmpty() ? root : root + "/" + withoutSlash(prefix);
  }

  /** Whether both name the same repository, however they reach it. */
  public boolean isSamePlaceAs(ArchivePlace other) {
    return name().equals(other.name());
  }

  /** The same for all that name the same repository, and for nothing else. */
  public String name() {
    return "%s/%s/%s".formatted(service(), bucket, withoutSlash(prefix));
  }

  /** Whoever names the port that its scheme means anyway names the same service. */
  private String service() {
    String url = withoutSlash(endpoint).toLowerCase(Locale.ROOT);
    String usual = url.startsWith("https:") ? ":443" : ":80";
    return url.endsWith(usual) ? url.substring(0, url.length() - usual.length()) : url;
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
