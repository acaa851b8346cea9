package dev.salvaguarda.app.inbound;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import jakarta.inject.Singleton;

/**
 * Signs for TLS beside the threads that read and write. On these, of hundreds of connections that
 * come at once none gets any further before all of them have a signature; senders have given up by
 * then, and come again as many.
 */
@Singleton
public final class Handshakes implements HttpServerOptionsCustomizer {
  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    options.setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true));
  }
}
