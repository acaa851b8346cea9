package dev.salvaguarda.testkit.s3;

import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.SetObjectLockConfigurationArgs;
import io.minio.errors.MinioException;
import io.minio.messages.ObjectLockConfiguration;
import io.minio.messages.ObjectLockConfiguration.RetentionDurationDays;
import io.minio.messages.RetentionMode;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;

/** The client of one server, and the buckets that it makes. */
final class Buckets {
  private final MinioClient client;
  private final OkHttpClient http = new OkHttpClient();
  private final AtomicInteger made = new AtomicInteger();

  Buckets(URI endpoint, String accessKey, String secretKey) {
    this.client =
        MinioClient.builder()
            .endpoint(endpoint.toString())
            .region("us-east-1")
            .credentials(accessKey, secretKey)
            .httpClient(http)
            .build();
  }

  MinioClient client() {
    return client;
  }

  /** Whether the service answers requests about buckets by now. */
  boolean answer() {
    try {
      var _ = client.bucketExists(BucketExistsArgs.builder().bucket("nobody-made-it").build());
      return true;
    } catch (MinioException e) {
      return false;
    }
  }

  String make() {
    String name = "bucket-" + made.incrementAndGet();
    make(MakeBucketArgs.builder().bucket(name).build());
    return name;
  }

  String makeWithObjectLock() {
    String name = "locked-" + made.incrementAndGet();
    make(MakeBucketArgs.builder().bucket(name).objectLock(true).build());
    return name;
  }

  void lockFromNowOn(String bucket) {
    try {
      client.setObjectLockConfiguration(
          SetObjectLockConfigurationArgs.builder()
              .bucket(bucket)
              .config(
                  new ObjectLockConfiguration(
                      RetentionMode.COMPLIANCE, new RetentionDurationDays(1)))
              .build());
    } catch (MinioException e) {
      throw new IllegalStateException("can't lock bucket " + bucket, e);
    }
  }

  private void make(MakeBucketArgs bucket) {
    try {
      client.makeBucket(bucket);
    } catch (MinioException e) {
      throw new IllegalStateException("can't make bucket " + bucket.bucket(), e);
    }
  }

  void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
