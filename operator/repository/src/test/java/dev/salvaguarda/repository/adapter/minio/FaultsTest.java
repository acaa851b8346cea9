package dev.salvaguarda.repository.adapter.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.testkit.s3.FaultyS3;
import dev.salvaguarda.testkit.s3.FaultyS3.Fault;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.s3.S3Server;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
  private static final S3Tuning HASTY =
      new S3Tuning(
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          4,
          4,
          Duration.ofMillis(5),
          Duration.ofMillis(20),
          Duration.ofMinutes(2),
          0);

  private final byte[] content = new byte[200_000];
  private S3Server server;
  private FaultyS3 connection;
  private ObjectStore store;
  private String bucket = "";

  @BeforeAll
  void startServer() {
    new Random(5).nextBytes(content);
    server = S3ProxyServer.start();
  }

  @BeforeEach
  void connect() {
    connection = FaultyS3.before(server, 5);
    store = storeAt(connection.endpoint(), server.newBucket(), "");
  }

  @AfterEach
  void disconnect() {
    store.close();
    connection.close();
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BUSY", "HANG", "CUT_BEFORE"})
  void aWriteIsTriedAgainUntilItSucceeds(Fault fault) {
    connection.next(fault, fault);

    store.put("a", content);

    assertThat(store.get("a")).isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BUSY", "HANG", "CUT_BEFORE", "CUT_ANSWER"})
  void aReadIsTriedAgainUntilItSucceeds(Fault fault) throws IOException {
    store.put("a", content);
    try (ObjectStore fresh = storeAt(connection.endpoint(), bucket, "")) {
      connection.next(fault, fault);

      assertThat(fresh.get("a")).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BUSY", "HANG"})
  void aFaultThatStaysIsNamedAfterTheLastAttempt(Fault fault) {
    for (int i = 0; i < 40; i++) {
      connection.next(fault);
    }

    assertFails(Reason.UNREACHABLE, () -> store.put("a", content));
  }

  @Test
  void bytesThatWereDamagedOnTheWayAreFetchedAgain() {
    SealedFiles files = new SealedFiles(store, CipherKey.generate(new SecureRandom()));
    FileId id = files.save(FileType.INDEX, content);
    store.close();
    store = storeAt(connection.endpoint(), bucket, "");
    connection.next(Fault.WRONG_BYTES);

    byte[] read = SealedFiles.fetch(store, FileType.INDEX, id);

    assertThat(FileId.ofContent(read, 0, read.length)).isEqualTo(id);
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    try (ObjectStore nobody = storeAt(URI.create("http://127.0.0.1:" + port), "bucket", "")) {
      assertFails(Reason.UNREACHABLE, () -> nobody.get("a"));
    }
  }

  @Test
  void anInterruptEndsACallThatHangs() throws Exception {
    connection.next(Fault.HANG, Fault.HANG, Fault.HANG, Fault.HANG);
    AtomicReference<RepositoryException> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                store.put("a", content);
              } catch (RepositoryException e) {
                thrown.set(e);
              }
            });
    Awaitility.await().until(() -> connection.requests() > 0);

    caller.interrupt();
    caller.join();

    assertThat(thrown.get().reason()).isEqualTo(Reason.CANCELLED);
  }

  @Test
  void aClosedStoreLeavesNoThread() {
    store.put("a", content);

    store.close();

    Awaitility.await()
        .until(() ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("s3-")));
  }

  @Test
  void aBundleWithoutACertificateIsNamed() {
    assertFails(
        Reason.TLS_NOT_TRUSTED,
        () -> storeAt(URI.create("https://s3.example.org"), "bucket", "no certificate").close());
  }

  private ObjectStore storeAt(URI endpoint, String inBucket, String caBundle) {
    bucket = inBucket;
    return new MinioObjectStore(
        new S3Location(endpoint, "us-east-1", inBucket, "p", true, caBundle),
        S3Credentials.of(server.accessKey(), SecretBytes.ofUtf8(server.secretKey())),
        HASTY,
        Clock.systemUTC(),
        new Random(Arrays.hashCode(content)));
  }

  private static void assertFails(Reason reason, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
