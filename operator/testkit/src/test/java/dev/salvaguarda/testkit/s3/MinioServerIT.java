package dev.salvaguarda.testkit.s3;

class MinioServerIT extends S3ServerContractTest {
  @Override
  S3Server startServer() {
    return MinioServer.start();
  }
}
