package dev.salvaguarda.app.adapter.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.adapter.archive.KeyRotation.Spec;
import dev.salvaguarda.app.wiring.MinioStoreOpener;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeOutcome.Change;
import dev.salvaguarda.controller.archive.ProbeOutcome.Usable;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.archive.WantedKey;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.DocumentedRights;
import dev.salvaguarda.testkit.s3.MinioServer;
import io.minio.credentials.Credentials;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the operator does in a repository, with the rights that the guide asks for. */
class NarrowProbeIT {
  @RegisterExtension static final Running<MinioServer> S3 = Running.from(MinioServer::start);

  private static final RepositoryContext CONTEXT =
      new RepositoryContext(
          Clock.systemUTC(),
          new SecureRandom(),
          new Actor("operator-0", "salvaguarda", 1, 0, 0, "salvaguarda test"));

  @Test
  void aRepositoryIsMadeProbedAndGivenOtherKeys() throws Exception {
    String bucket = S3.get().newBucket();
    ArchiveLogin login = login(bucket, DocumentedRights.on(S3.get(), bucket));
    RepositoryArchiveAccess archive =
        new RepositoryArchiveAccess(new MinioStoreOpener(CONTEXT), CONTEXT);
    WantedKey spare = WantedKey.of("spare/key", new SensitiveText("in the safe"));

    Usable made = usable(archive.probe(request(login, List.of(spare), List.of())));
    Usable found = usable(archive.probe(request(login, List.of(), made.keys())));

    assertThat(made.changes()).hasAtLeastOneElementOfType(Change.RepositoryCreated.class);
    assertThat(made.keys()).extracting(KnownKey::ref).contains("spare/key");
    assertThat(found.changes()).hasOnlyElementsOfType(Change.KeyRemoved.class).hasSize(1);
    assertThat(archive.storedBytes(login)).isPositive();
    assertThat(archive.removeLocksOf(login, "nobody")).isZero();
  }

  @Test
  void passwordsComeAndGoWithTheSpecAndOneOfThemOpensAtEveryMoment(@TempDir Path folder)
      throws Exception {
    String bucket = S3.get().newBucket();
    ArchiveLogin login = login(bucket, DocumentedRights.on(S3.get(), bucket));
    Usable made =
        usable(
            new RepositoryArchiveAccess(new MinioStoreOpener(CONTEXT), CONTEXT)
                .probe(request(login, List.of(), List.of())));
    Path today = RequiredTool.newerRestic().path();
    KeyRotation keys =
        new KeyRotation(
            CONTEXT,
            login,
            Map.of(
                "archive/password", login.password().reveal(),
                "spare/key", "in the safe",
                "archive/second", "of this year"),
            new ResticKeys(S3.get(), login.place().resticUrl(), folder),
            today,
            RequiredTool.restic().path(),
            new HashMap<>());
    String id = made.repositoryId();
    assertThat(keys.opening(today)).containsExactly("archive/password");

    Usable added = keys.probe(new Spec("archive/password", List.of("spare/key"), made.keys()), id);
    assertThat(keys.opening(today)).containsExactly("archive/password", "spare/key");

    Usable renamed = keys.probe(new Spec("archive/second", List.of("spare/key"), added.keys()), id);
    assertThat(keys.opening(today))
        .containsExactly("archive/password", "archive/second", "spare/key");

    Usable both = keys.probe(new Spec("archive/second", List.of("spare/key"), renamed.keys()), id);
    assertThat(keys.opening(today)).containsExactly("archive/second", "spare/key");

    Usable alone = keys.probe(new Spec("archive/second", List.of(), both.keys()), id);
    assertThat(keys.opening(today)).containsExactly("archive/second");

    Usable back = keys.probe(new Spec("spare/key", List.of(), alone.keys()), id);
    assertThat(keys.opening(today)).containsExactly("archive/second", "spare/key");

    Usable last = keys.probe(new Spec("spare/key", List.of(), back.keys()), id);
    assertThat(keys.opening(today)).containsExactly("spare/key");
    assertThat(last.keys()).extracting(KnownKey::ref).containsExactly("spare/key");
  }

  private static ProbeRequest request(
      ArchiveLogin login, List<WantedKey> recovery, List<KnownKey> known) {
    return new ProbeRequest(login, "archive/password", recovery, List.of(), known, null);
  }

  private static ArchiveLogin login(String bucket, Credentials narrow) {
    return new ArchiveLogin(
        "offsite",
        new ArchivePlace(
            S3.get().endpoint().toString(),
            S3.get().region(),
            bucket,
            DocumentedRights.PREFIX,
            true,
            null),
        new SensitiveText(narrow.accessKey()),
        new SensitiveText(narrow.secretKey()),
        new SensitiveText(String.valueOf(narrow.sessionToken())),
        new SensitiveText("correct horse"));
  }

  private static Usable usable(ProbeOutcome outcome) {
    assertThat(outcome).isInstanceOf(Usable.class);
    return (Usable) outcome;
  }
}
