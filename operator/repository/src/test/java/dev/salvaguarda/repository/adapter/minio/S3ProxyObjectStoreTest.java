package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.s3.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ProxyObjectStoreTest extends S3StoreContract {
  private final S3Server server = S3ProxyServer.start();

  @Override
  S3Server server() {
    return server;
  }

  @AfterAll
  void stop() {
    server.close();
  }
}
