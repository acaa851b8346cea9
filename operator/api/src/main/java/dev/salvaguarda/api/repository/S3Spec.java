package dev.salvaguarda.api.repository;

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
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A place in an S3 bucket.
 *
 * @param endpoint URL with scheme and without path
 * @param region null means that the service's default is used
 * @param bucket made by the first probe if it does not exist
 * @param prefix folder inside the bucket, without slash at either end; null means its root
 * @param pathStyle whether the bucket stands in the path; true when not given
 * @param caBundleRef authorities to trust; null means those of the image
 * @param credentialsRef Secret with the keys {@link #ACCESS_KEY}, {@link #SECRET_KEY} and, if
 *     wanted, {@link #SESSION_TOKEN}
 * @param prunerCredentialsRef a Secret with the same keys for maintenance, which deletes; null
 *     means that it uses {@code credentialsRef}
 */
@ApiObject
@ValidationRule(
    value = "!has(self.caBundleRef) || self.endpoint.startsWith('https://')",
    message = "caBundleRef has an effect only when the endpoint begins with https://")
public record S3Spec(
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
            "Name of the bucket. The first probe makes it if it does not exist and the credentials"
                + " allow that.")
        @Required
        @BucketName
        String bucket,
    @JsonPropertyDescription(
            "Folder inside the bucket, so that several repositories can share one bucket; for"
                + " example finance/payroll. Without it the repository lies at the bucket's root.")
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
                + " credentials.")
        @Required
        LocalRef credentialsRef,
    @JsonPropertyDescription(
            "Secret with the same keys for maintenance alone, which deletes what no snapshot needs:"
                + " with it, credentialsRef needs no right to delete archives. Only maintenance's pod"
                + " gets it. Without it, maintenance uses credentialsRef.")
        @Nullable LocalRef prunerCredentialsRef) {

  /** Key of the credentials' Secret with the access key id. */
  public static final String ACCESS_KEY = "accessKey";

  /** Key of the credentials' Secret with the secret access key. */
  public static final String SECRET_KEY = "secretKey";

  /** Key of the credentials' Secret with a session token; may be absent. */
  public static final String SESSION_TOKEN = "sessionToken";

  public S3Spec {
    pathStyle = pathStyle == null || pathStyle;
  }
}
