package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.repository.model.RateLimit;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import io.minio.MinioAsyncClient;
import io.minio.credentials.StaticProvider;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** The MinIO client with an HTTP client of its own, which ends when this is closed. */
final class S3Client implements AutoCloseable {
  static final String DEFAULT_REGION = "us-east-1";

  private final OkHttpClient http;
  private final MinioAsyncClient minio;
  private final LongAdder sent = new LongAdder();

  S3Client(
      S3Location location, S3Credentials credentials, S3Tuning tuning, ServerClock serverClock) {
    this.http = http(location, tuning, serverClock, sent);
    this.minio =
        at(location)
            .region(location.region().isEmpty() ? DEFAULT_REGION : location.region())
            .credentialsProvider(
                new StaticProvider(
                    credentials.accessKey(),
                    credentials.secretKey().revealUtf8(),
                    credentials.sessionToken().map(SecretBytes::revealUtf8).orElse(null)))
            .httpClient(http)
            .build();
    if (location.pathStyle()) {
      minio.disableVirtualStyleEndpoint();
    } else {
      minio.enableVirtualStyleEndpoint();
    }
  }

  private static MinioAsyncClient.Builder at(S3Location location) {
    try {
      return MinioAsyncClient.builder().endpoint(location.endpoint().toString());
    } catch (IllegalArgumentException _) {
      throw new RepositoryException(
          Reason.INVALID_REQUEST,
          "The endpoint is none that can be asked: look at its host and port.");
    }
  }

  /** Bytes of all bodies that went out so far. */
  long bytesSent() {
    return sent.sum();
  }

  MinioAsyncClient minio() {
    return minio;
  }

  /** Unlike the library's own blocking client, this can be interrupted. */
  static <T> T await(CompletableFuture<T> answer) throws Exception {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static OkHttpClient http(
      S3Location location, S3Tuning tuning, ServerClock serverClock, LongAdder sent) {
    Dispatcher dispatcher = new Dispatcher(daemonThreads());
    dispatcher.setMaxRequests(2 * tuning.connections());
    dispatcher.setMaxRequestsPerHost(2 * tuning.connections());
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(tuning.connections(), 1, TimeUnit.MINUTES))
            .connectTimeout(tuning.connect())
            .readTimeout(tuning.silence())
            .writeTimeout(tuning.silence())
            .callTimeout(tuning.call())
            .followRedirects(false)
            .addInterceptor(chain -> judgeStatus(chain, serverClock));
    RateLimit limit =
        tuning.uploadBytesPerSecond() > 0
            ? new RateLimit(tuning.uploadBytesPerSecond(), System::nanoTime)
            : null;
    builder.addInterceptor(MeteredBody.interceptor(sent, limit));
    if (!location.caBundlePem().isBlank()) {
      TrustedCertificates.apply(location.caBundlePem(), builder);
    }
    return builder.build();
  }

  /** Overloaded servers and gateways answer with bodies of every kind; only the status counts. */
  private static Response judgeStatus(Interceptor.Chain chain, ServerClock serverClock)
      throws IOException {
    Response response = chain.proceed(chain.request());
    serverClock.learnFrom(response);
    if (PassingStatusException.isPassing(response.code())) {
      response.close();
      throw new PassingStatusException(response.code());
    }
    return response;
  }

  private static ExecutorService daemonThreads() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Thread.ofPlatform().daemon().name("s3-", 0).factory());
  }

  /** Ends requests that are under way, threads and connections. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdownNow();
    http.connectionPool().evictAll();
  }
}
