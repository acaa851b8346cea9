package dev.salvaguarda.controller.adapter.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sends by another client, and tells of a closed connection by an {@link IOException}. */
final class RetryableHttpClient
    extends StandardHttpClient<
        RetryableHttpClient, RetryableHttpClientFactory, RetryableHttpClientBuilder> {
  private final StandardHttpClient<?, ?, ?> working;

  RetryableHttpClient(RetryableHttpClientBuilder builder, StandardHttpClient<?, ?, ?> working) {
    super(builder, new AtomicBoolean());
    this.working = working;
  }

  RetryableHttpClient(RetryableHttpClientBuilder builder, RetryableHttpClient origin) {
    super(builder, origin.getClosed());
    this.working = origin.working;
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
      StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    return told(working.consumeBytesDirect(request, consumer));
  }

  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder builder, WebSocket.Listener listener) {
    return told(working.buildWebSocketDirect(builder, listener));
  }

  @Override
  protected void doClose() {
    working.close();
  }

  private static <T> CompletableFuture<T> told(CompletableFuture<T> sent) {
    return sent.exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(failure)));
  }

  private static Throwable told(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof VertxException ? new IOException(cause.getMessage(), cause) : cause;
  }
}
