package dev.salvaguarda.repository.adapter.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.SmallTree;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SessionOptions;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.DocumentedRights;
import dev.salvaguarda.testkit.s3.MinioServer;
import io.minio.credentials.Credentials;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Everything works with the rights that the guide asks for, on a server that enforces them. */
class NarrowRightsIT {
  @RegisterExtension static final Running<MinioServer> S3 = Running.from(MinioServer::start);

  private static final SecretBytes PASSWORD = SecretBytes.ofUtf8("correct horse");
  private static final SecretBytes RECOVERY = SecretBytes.ofUtf8("in the safe");

  @TempDir Path scratch;
  private final RepositoryContext context =
      new RepositoryContext(Clock.systemUTC(), new SecureRandom(), Contexts.here().actor());
  private String bucket = "";
  private Credentials narrow = new Credentials("none", "none", null, null);

  @BeforeEach
  void narrowTheRights() throws Exception {
    bucket = S3.get().newBucket();
    narrow = DocumentedRights.on(S3.get(), bucket);
  }

  @Test
  void theRightsBelowOnePrefixAreEnoughForEverything() throws Exception {
    SmallTree tree = new SmallTree(new Random(1), 400_000);
    tree.change();
    try (ObjectStore store = store(bucket, DocumentedRights.PREFIX)) {
      assertThat(store.createBucketIfAbsent()).isFalse();
      assertThat(Duration.between(store.serverTime(), context.clock().instant()).abs())
          .isLessThan(Duration.ofMinutes(2));

      Repository repository = Repository.create(store, PASSWORD, List.of(RECOVERY), context);
      Snapshot first = backUp(repository, tree);
      FileId added = repository.addKey(SecretBytes.ofUtf8("the next one"));
      repository.removeKey(added);
      tree.change();
      Snapshot second = backUp(Repository.open(store, RECOVERY, context), tree);

      assertThat(repository.locks().list()).isEmpty();
      assertThat(repository.snapshots().ids()).containsExactlyInAnyOrder(first.id(), second.id());
      try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
        assertThat(SmallTree.digestsOf(reader, second.tree())).isEqualTo(tree.digests());
      }
    }
  }

  @Test
  void aPrefixThatTheRightsDoNotCoverIsRefusedAtTheFirstObject() {
    try (ObjectStore store = store(bucket, "elsewhere")) {
      assertThat(store.createBucketIfAbsent()).isFalse();

      assertThatThrownBy(() -> Repository.open(store, PASSWORD, context))
          .isInstanceOfSatisfying(
              RepositoryException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.ACCESS_DENIED));
    }
  }

  private Snapshot backUp(Repository repository, SmallTree tree) throws Exception {
    SessionOptions options = SessionOptions.standard(scratch, 2).withPackTargetBytes(1 << 20);
    try (BackupSession session = BackupSession.open(repository, options)) {
      return session.commit(TestRepository.draft(tree.storeIn(session)));
    }
  }

  private ObjectStore store(String inBucket, String prefix) {
    return new MinioObjectStore(
        new S3Location(S3.get().endpoint(), S3.get().region(), inBucket, prefix, true, ""),
        S3Credentials.ofSession(
            narrow.accessKey(),
            SecretBytes.ofUtf8(narrow.secretKey()),
            SecretBytes.ofUtf8(String.valueOf(narrow.sessionToken()))),
        S3Tuning.BRISK,
        Clock.systemUTC(),
        new Random(1));
  }
}
