package dev.salvaguarda.testkit.s3;

import io.minio.MinioClient;
import java.net.URI;

/**
 * A running S3 server, empty at first, that speaks path style.
 *
 * <p>Buckets made by {@link #newBucket()} have names that no other caller gets. Closing stops the
 * server and throws everything in it away.
 */
public interface S3Server extends AutoCloseable {
  /** Scheme, host and port. */
  URI endpoint();

  String accessKey();

  String secretKey();

  /** The region that requests are signed for. */
  default String region() {
    return "us-east-1";
  }

  /** Makes an empty bucket and returns its name. */
  String newBucket();

  /** A client with the server's credentials, closed with the server. */
  MinioClient client();

  @Override
  void close();
}
