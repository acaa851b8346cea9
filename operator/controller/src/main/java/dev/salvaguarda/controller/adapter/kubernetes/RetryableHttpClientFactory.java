package dev.salvaguarda.controller.adapter.kubernetes;

import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.Comparator;
import java.util.ServiceLoader;

/**
 * Makes clients of the factory that would be taken without this one, and lets the Kubernetes client
 * try again when a connection was closed below a request.
 *
 * <p>The Kubernetes client repeats what fails by an {@code IOException}. Vert.x tells of a
 * connection that was closed while it lay in the pool by an exception of another kind
 * (fabric8io/kubernetes-client issue 7450), so that one look, one write or a whole start failed.
 */
public final class RetryableHttpClientFactory implements HttpClient.Factory {
  /** Above Quarkus' 1 and fabric8's own. */
  private static final int FIRST = 100;

  @Override
  public HttpClient.Builder newBuilder() {
    return new RetryableHttpClientBuilder(this, next());
  }

  @Override
  public int priority() {
    return FIRST;
  }

  /** A client without any other factory on its class path could not be built without us, either. */
  private HttpClient.Factory next() {
    return ServiceLoader.load(HttpClient.Factory.class, getClass().getClassLoader()).stream()
        .filter(provider -> provider.type() != getClass())
        .map(ServiceLoader.Provider::get)
        .max(Comparator.comparingInt(HttpClient.Factory::priority))
        .orElseThrow(
            () -> new IllegalStateException("There is no HTTP client for the Kubernetes client."));
  }
}
