package dev.salvaguarda.testkit.s3;

class S3ProxyServerTest extends S3ServerContractTest {
  @Override
  S3Server startServer() {
    return S3ProxyServer.start();
  }
}
