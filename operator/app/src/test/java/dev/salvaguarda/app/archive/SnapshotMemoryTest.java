package dev.salvaguarda.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotMemoryTest {
  private static final RepositoryContext CONTEXT =
      new RepositoryContext(
          Clock.systemUTC(), new SecureRandom(), new Actor("h", "salvaguarda", 1, 0, 0, "test"));
  private static final List<String> FIRST_RUN = List.of("run-uid=one");

  private static S3ProxyServer s3;

  private final AtomicInteger recordsRead = new AtomicInteger();
  private final SnapshotMemory memory = new SnapshotMemory(3);
  private Repository repository;

  @BeforeAll
  static void start() {
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @BeforeEach
  void makeRepository() {
    ArchiveLogin login =
        new ArchiveLogin(
            "offsite",
            new ArchivePlace(s3.endpoint().toString(), "", s3.newBucket(), "", true, null),
            new SensitiveText(s3.accessKey()),
            new SensitiveText(s3.secretKey()),
            null,
            new SensitiveText("p"));
    ObjectStore store = counting(new MinioStoreOpener(CONTEXT).open(login));
    try (SecretBytes password = SecretBytes.ofUtf8("p")) {
      repository = Repository.create(store, password, List.of(), CONTEXT);
    }
  }

  @Test
  void readsARecordOnceAndANewOneWhenItAppears() {
    FileId first = save("run-uid=one", "target=payroll");
    save("run-uid=two", "target=mail");

    assertThat(found(FIRST_RUN)).containsExactly(first.toString());
    assertThat(recordsRead).hasValue(2);
    assertThat(found(FIRST_RUN)).containsExactly(first.toString());
    assertThat(recordsRead).hasValue(2);

    FileId later = save("run-uid=one", "target=globals");
    assertThat(found(FIRST_RUN)).containsExactlyInAnyOrder(first.toString(), later.toString());
    assertThat(recordsRead).hasValue(3);
  }

  @Test
  void aSnapshotThatIsGoneIsNotFoundThoughItIsRemembered() {
    FileId first = save("run-uid=one");
    assertThat(found(FIRST_RUN)).hasSize(1);

    repository.files().delete(FileType.SNAPSHOT, first);

    assertThat(found(FIRST_RUN)).isEmpty();
  }

  @Test
  void tellsTheTargetOfASnapshot() {
    save("run-uid=one", "target=payroll");

    assertThat(memory.withTags(repository.snapshots(), FIRST_RUN))
        .singleElement()
        .extracting(RunSnapshot::target)
        .isEqualTo("payroll");
  }

  @Test
  void whatDoesNotFitIsReadAgain() {
    for (int i = 0; i < 5; i++) {
      save("run-uid=one", "target=" + i);
    }

    assertThat(found(FIRST_RUN)).hasSize(5);
    assertThat(found(FIRST_RUN)).hasSize(5);
    assertThat(recordsRead.get()).isGreaterThan(5);
  }

  private List<String> found(List<String> tags) {
    return memory.withTags(repository.snapshots(), tags).stream().map(RunSnapshot::id).toList();
  }

  private FileId save(String... tags) {
    SnapshotDraft draft =
        new SnapshotDraft(
            Instant.parse("2026-03-01T22:00:00Z"),
            BlobId.parse("ab".repeat(32)),
            "db.example.org",
            List.of("/payroll.sql"),
            List.of(tags),
            List.of(),
            Optional.empty(),
            Optional.empty());
    FileId id = repository.snapshots().save(draft, repository.files()).id();
    recordsRead.decrementAndGet(); // save reads it back
    return id;
  }

  private ObjectStore counting(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("get")
                  && String.valueOf(arguments[0]).startsWith("snapshots/")) {
                recordsRead.incrementAndGet();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
