package dev.salvaguarda.testkit.s3;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.minio.MinioClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A real MinIO as a process of its own: locks, versions, identities and policies are real. */
public final class MinioServer implements S3Server {
  private static final String ACCESS_KEY = "test-access-key";
  private static final String SECRET_KEY = "test-secret-key-0123456789";
  private static final Duration START_DEADLINE = Duration.ofMinutes(5);

  private final Path binary;
  private final Path folder;
  private final int port;
  private final Buckets buckets;
  private LocalProcess process;

  private MinioServer(Path binary, Path folder, int port) {
    this.binary = binary;
    this.folder = folder;
    this.port = port;
    this.buckets = new Buckets(endpoint(), ACCESS_KEY, SECRET_KEY);
    this.process = launch(binary, folder, port);
  }

  /**
   * Starts a server on a free port of the loopback address; see {@link RequiredTool#path()} for
   * what happens where MinIO is missing.
   */
  public static MinioServer start() {
    Path binary = RequiredTool.minio().path();
    MinioServer server =
        new MinioServer(binary, Machine.temporaryFolder("minio"), Machine.freePort());
    try {
      server.awaitReady();
      return server;
    } catch (IllegalStateException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public String accessKey() {
    return ACCESS_KEY;
  }

  @Override
  public String secretKey() {
    return SECRET_KEY;
  }

  @Override
  public String newBucket() {
    return buckets.make();
  }

  /** Makes an empty bucket whose objects may be locked. */
  public String newBucketWithObjectLock() {
    return buckets.makeWithObjectLock();
  }

  /**
   * Lets nobody delete for a day what is stored from now on, as an administrator can ask for it.
   */
  public void lockFromNowOn(String bucket) {
    buckets.lockFromNowOn(bucket);
  }

  @Override
  public MinioClient client() {
    return buckets.client();
  }

  /** SIGKILL; what was acknowledged stays on disk for {@link #restart()}. */
  public void kill() {
    process.kill();
  }

  /** Starts the killed server again on the same port with the same objects. */
  public void restart() {
    process.close();
    process = launch(binary, folder, port);
    awaitReady();
  }

  @Override
  public void close() {
    buckets.close();
    process.close();
    Folders.delete(folder);
  }

  private static LocalProcess launch(Path binary, Path folder, int port) {
    return LocalProcess.start(
        "minio",
        List.of(
            binary.toString(),
            "server",
            "--quiet",
            "--address",
            "127.0.0.1:" + port,
            folder.resolve("data").toString()),
        Map.of(
            "MINIO_ROOT_USER",
            ACCESS_KEY,
            "MINIO_ROOT_PASSWORD",
            SECRET_KEY,
            "MINIO_BROWSER",
            "off",
            "MINIO_PROMETHEUS_AUTH_TYPE",
            "public",
            "HOME",
            folder.toString()),
        folder,
        folder.resolve("minio.log"));
  }

  /** It says that it is ready some time before it answers a request that is signed. */
  private void awaitReady() {
    OkHttpClient http = new OkHttpClient();
    Request probe = new Request.Builder().url(endpoint() + "/minio/health/ready").build();
    Patience.until(
        "MinIO is ready",
        START_DEADLINE,
        () -> {
          process.assertAlive();
          try (Response response = http.newCall(probe).execute()) {
            return response.isSuccessful() && buckets.answer();
          }
        },
        process::tail);
    http.connectionPool().evictAll();
  }
}
