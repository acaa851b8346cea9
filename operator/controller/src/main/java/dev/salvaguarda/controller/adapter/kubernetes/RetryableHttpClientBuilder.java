package dev.salvaguarda.controller.adapter.kubernetes;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import java.util.concurrent.TimeUnit;

/** Hands what it is told to the builder of the client that does the work. */
final class RetryableHttpClientBuilder
    extends StandardHttpClientBuilder<
        RetryableHttpClient, RetryableHttpClientFactory, RetryableHttpClientBuilder> {
  private final HttpClient.Factory next;

  RetryableHttpClientBuilder(RetryableHttpClientFactory factory, HttpClient.Factory next) {
    super(factory);
    this.next = next;
  }

  /** A client that is derived from another shares its connections, and is closed with it. */
  @Override
  public RetryableHttpClient build() {
    return client == null
        ? new RetryableHttpClient(this, working())
        : new RetryableHttpClient(this, client);
  }

  @Override
  protected RetryableHttpClientBuilder newInstance(RetryableHttpClientFactory factory) {
    return new RetryableHttpClientBuilder(factory, next);
  }

  /** Interceptors stay with us: what is asked again goes through them again. */
  private StandardHttpClient<?, ?, ?> working() {
    HttpClient.Builder settings = next.newBuilder();
    if (connectTimeout != null) {
      settings.connectTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (sslContext != null) {
      settings.sslContext(keyManagers, trustManagers);
    }
    if (tlsVersions != null) {
      settings.tlsVersions(tlsVersions);
    }
    if (followRedirects) {
      settings.followAllRedirects();
    }
    if (preferHttp11) {
      settings.preferHttp11();
    }
    if (proxyAddress != null) {
      settings.proxyAddress(proxyAddress).proxyType(proxyType);
      addProxyAuthInterceptor();
    }
    if (proxyAuthorization != null) {
      settings.proxyAuthorization(proxyAuthorization);
    }
    return (StandardHttpClient<?, ?, ?>) settings.build();
  }
}
