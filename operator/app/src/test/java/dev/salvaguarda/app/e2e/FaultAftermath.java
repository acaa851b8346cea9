package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.testkit.s3.FaultyS3;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold once the fault is gone and a run has succeeded. */
record FaultAftermath(FaultWorld world, String namespace, FaultyS3 s3, Restic restic) {
  private static final Duration SOON = Duration.ofMinutes(5);

  /** Neither a pack under the same name nor a blob in two packs, whether an index lists them. */
  void assertNothingUploadedTwice() {
    assertThat(s3.stored("/data/").values()).as("times that a pack was stored").containsOnly(1);
    Map<BlobHandle, List<FileId>> packs = new HashMap<>();
    try (Repository repository = OwnEngine.on(restic).open()) {
      for (FileId pack : SealedFiles.list(repository.store(), FileType.PACK)) {
        for (PackedBlob blob :
            PackReader.header(repository.store(), pack, repository.masterKey())) {
          packs.computeIfAbsent(blob.handle(), _ -> new ArrayList<>()).add(pack);
        }
      }
    }
    assertThat(packs).isNotEmpty();
    assertThat(packs.entrySet().stream().filter(entry -> entry.getValue().size() > 1))
        .as("blobs that lie in two packs")
        .isEmpty();
  }

  void assertNothingLeftOver() {
    await()
        .alias("no Job, pod or work order is left over")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(LeftOver.in(world.cluster.client(), namespace)).isEmpty());
  }

  /** Without unlocking first: a lock that is left over makes restic fail. */
  void assertCleanForRestic() {
    assertThat(restic.run("--no-lock", "list", "locks").strip()).as("locks").isEmpty();
    restic.run("check", "--read-data");
  }
}
