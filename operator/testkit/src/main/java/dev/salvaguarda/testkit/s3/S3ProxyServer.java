package dev.salvaguarda.testkit.s3;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import io.minio.MinioClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** s3proxy inside this JVM, with its objects in a temporary folder: always to be had. */
public final class S3ProxyServer implements S3Server {
  private static final String ACCESS_KEY = "test-access-key";
  private static final String SECRET_KEY = "test-secret-key-0123456789";

  private final S3Proxy proxy;
  private final Path folder;
  private final URI endpoint;
  private final Buckets buckets;

  private S3ProxyServer(S3Proxy proxy, Path folder) {
    this.proxy = proxy;
    this.folder = folder;
    this.endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
    this.buckets = new Buckets(endpoint, ACCESS_KEY, SECRET_KEY);
  }

  /** Starts a server on a free port of the loopback address. */
  public static S3ProxyServer start() {
    Path folder = Machine.temporaryFolder("s3proxy");
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.resolve("objects").toString());
    properties.setProperty("jclouds.identity", ACCESS_KEY);
    properties.setProperty("jclouds.credential", SECRET_KEY);
    try {
      Files.createDirectory(folder.resolve("objects"));
      S3Proxy proxy =
          S3Proxy.builder()
              .blobStore(BlobStores.create("filesystem", properties))
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
              .ignoreUnknownHeaders(true)
              .build();
      proxy.start();
      return new S3ProxyServer(proxy, folder);
    } catch (IOException e) {
      throw new IllegalStateException("s3proxy can't write to " + folder, e);
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy doesn't start", e);
    }
  }

  @Override
  public URI endpoint() {
    return endpoint;
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

  @Override
  public MinioClient client() {
    return buckets.client();
  }

  @Override
  public void close() {
    buckets.close();
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy doesn't stop", e);
    } finally {
      Folders.delete(folder);
    }
  }
}
