package dev.salvaguarda.testkit.s3;

import io.minio.credentials.AssumeRoleProvider;
import io.minio.credentials.Credentials;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;

/** The rights on a bucket that the guide asks for, word for word. */
public final class DocumentedRights {
  /** The prefix below which they hold. */
  public static final String PREFIX = "payroll";

  private static final Path GUIDE = Path.of("..", "..", "docs", "guide");
  private static final Pattern POLICY =
      Pattern.compile("^```json\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private DocumentedRights() {}

  /** Temporary credentials with these rights on a bucket of the server and no others. */
  public static Credentials on(MinioServer server, String bucket) throws IOException {
    return as("repository-and-keys.md", "archives", server, bucket);
  }

  /** The same with those of a status page. */
  public static Credentials ofAPage(MinioServer server, String bucket) throws IOException {
    return as("status-page.md", ":::status", server, ":::" + bucket);
  }

  private static Credentials as(String page, String named, MinioServer server, String bucket)
      throws IOException {
    Matcher policy = POLICY.matcher(Files.readString(GUIDE.resolve(page)));
    if (!policy.find()) {
      throw new IllegalStateException("the guide has no policy");
    }
    OkHttpClient http = new OkHttpClient();
    try {
      return new AssumeRoleProvider(
              server.endpoint().toString(),
              server.accessKey(),
              server.secretKey(),
              (int) Duration.ofHours(1).toSeconds(),
              policy.group(1).replace(named, bucket),
              server.region(),
              null,
              null,
              null,
              http)
          .fetch();
    } catch (MinioException e) {
      throw new IllegalStateException("the server gave no credentials", e);
    } finally {
      http.dispatcher().executorService().shutdownNow();
      http.connectionPool().evictAll();
    }
  }
}
