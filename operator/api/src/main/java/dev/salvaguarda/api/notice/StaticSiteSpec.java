package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.BracketedAddress;
import dev.salvaguarda.api.schema.BucketName;
import dev.salvaguarda.api.schema.KeyPrefix;
import dev.salvaguarda.api.schema.RegionName;
import dev.salvaguarda.api.schema.S3Endpoint;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A page for everybody, as files in an S3 bucket.
 *
 * @param title of the page
 * @param baseUrl where readers find the files, without a query
 * @param endpoint URL of the S3 service with scheme and without path
 * @param region null means that the service's default is used
 * @param bucket that exists, and that everybody may read
 * @param prefix folder inside the bucket; null means its root
 * @param pathStyle whether the bucket stands in the path; true when not given
 * @param caBundleRef authorities to trust; null means those of the image
 * @param credentialsRef Secret with the keys {@code accessKey}, {@code secretKey} and, if wanted,
 *     {@code sessionToken}
 */
@ApiObject
@ValidationRule(
    value = "!has(self.caBundleRef) || self.endpoint.startsWith('https://')",
    message = "caBundleRef has an effect only when the endpoint begins with https://")
public record StaticSiteSpec(
    @JsonPropertyDescription("Title of the page, for example: Status of our services.")
        @Required
        @Size(min = 1, max = 100)
        @ValidationRule(value = "!self.matches('\\\\p{Cc}')", message = "must be one line of text")
        String title,
    @JsonPropertyDescription(
            "URL under which readers find the files, for example https://status.example.org. It"
                + " stands in the feed, and shows in the channel's status.")
        @Required
        @Size(max = 253)
        @ValidationRule(
            value = StaticSiteSpec.FOLDER_URL,
            message =
                "must be the URL of a folder, with http:// or https:// and without user, query and"
                    + " fragment, for example https://status.example.org")
        String baseUrl,
    @JsonPropertyDescription(
            "URL of the S3 service, for example https://s3.example.org or"
                + " http://minio.storage.svc:9000. With scheme, without a path.")
        @Required
        @S3Endpoint
        @BracketedAddress
        String endpoint,
    @JsonPropertyDescription(
            "Region of the bucket, for services that have regions. Without it the service's default"
                + " is used, which is right for MinIO.")
        @RegionName
        @Nullable String region,
    @JsonPropertyDescription(
            "Name of the bucket. It must exist, and everybody must be allowed to read it: the"
                + " operator makes no bucket public.")
        @Required
        @BucketName
        String bucket,
    @JsonPropertyDescription(
            "Folder inside the bucket, for example status. Without it the page lies at the bucket's"
                + " root. Nothing else may write there.")
        @KeyPrefix
        @Nullable String prefix,
    @JsonPropertyDescription(
            "Whether requests name the bucket in the path (https://host/bucket: MinIO, Ceph and most"
                + " others) or in the host name (https://bucket.host: AWS).")
        @Default("true")
        Boolean pathStyle,
    @JsonPropertyDescription(
            "Certificates of the authorities to trust when the endpoint's certificate is not signed"
                + " by a public one.")
        @Nullable CaBundleRef caBundleRef,
    @JsonPropertyDescription(
            "Secret with the keys accessKey and secretKey, and sessionToken for temporary"
                + " credentials. They need the right to write objects, and no other.")
        @Required
        LocalRef credentialsRef)
    implements ChannelKind {

  static final String FOLDER_URL = "self.matches('^https?://[A-Za-z0-9.:_~/%-]+$')";

  public StaticSiteSpec {
    pathStyle = pathStyle == null || pathStyle;
  }

  @Override
  public String shown() {
    return "staticSite " + baseUrl;
  }

  @Override
  public String longestAttempt() {
    return "2m";
  }
}
