package dev.salvaguarda.app.e2e;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.adapter.minio.MinioObjectStore;
import dev.salvaguarda.repository.adapter.minio.S3Tuning;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.Derivations;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.testkit.s3.S3Server;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** Our own engine on a repository, in a test's own process. */
record OwnEngine(S3Server s3, String bucket, String prefix, String password) {
  private static final int CHEAP = 2;

  /** On the same repository. */
  static OwnEngine on(Restic restic) {
    return new OwnEngine(restic.s3(), restic.bucket(), restic.prefix(), restic.password());
  }

  /** Opens it; the caller closes it. */
  Repository open() {
    return open(test());
  }

  /** The same in somebody else's name. */
  Repository open(Actor actor) {
    RepositoryContext context = context(actor);
    try (SecretBytes secret = SecretBytes.ofUtf8(password)) {
      return Repository.open(store(context), secret, context);
    }
  }

  /**
   * Makes the repository, as somebody may have done before the operator knows it, with a password
   * that costs next to nothing to try. Operator, workers, test and stock restic open a repository
   * dozens of times; each would compute half a second for one that the operator makes.
   */
  void make() {
    RepositoryContext context = context(test());
    MinioObjectStore store = store(context);
    boolean _ = store.createBucketIfAbsent();
    try (SecretBytes secret = SecretBytes.ofUtf8(password)) {
      Repository.create(store, secret, List.of(), context).close();
    }
  }

  private static Actor test() {
    return new Actor("test", "test", ProcessHandle.current().pid(), 0, 0, "test");
  }

  private static RepositoryContext context(Actor actor) {
    return new RepositoryContext(
        Clock.systemUTC(), new SecureRandom(), actor, new Derivations(1, CHEAP));
  }

  private MinioObjectStore store(RepositoryContext context) {
    return new MinioObjectStore(
        new S3Location(s3.endpoint(), s3.region(), bucket, prefix, true, ""),
        S3Credentials.of(s3.accessKey(), SecretBytes.ofUtf8(s3.secretKey())),
        S3Tuning.BRISK,
        context.clock(),
        context.random());
  }
}
