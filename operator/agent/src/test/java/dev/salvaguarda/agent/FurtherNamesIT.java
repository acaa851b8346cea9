package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files with several names, as a tree that changed while it was read holds them. */
class FurtherNamesIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final Metadata LINKED =
      new Metadata(
          FileMode.file(0644),
          new Metadata.Times(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH),
          Metadata.Owner.ROOT,
          new Metadata.Identity(4711, 55, 2),
          List.of());

  @Test
  void aNumberThatWasGivenToAnotherFileMeanwhileMakesThemNotOne(@TempDir Path folder)
      throws Exception {
    AgentBench bench = new AgentBench(S3.get(), folder);
    Path target = Files.createDirectory(folder.resolve("target"));
    String id =
        bench
            .repository()
            .snapshotOf(
                "/share",
                session -> {
                  BlobId tree =
                      session.storeTree(
                          List.of(
                              file(session, "a", "one"),
                              file(session, "b", "another one"),
                              file(session, "c", "another one"),
                              file(session, "d", "one")));
                  Node share =
                      new Node(
                          ByteString.of("share"),
                          Metadata.plain(FileMode.directory(0755), Instant.EPOCH),
                          new NodeBody.Directory(tree));
                  return session.storeTree(List.of(share));
                });

    AgentBench.Outcome restored =
        bench.run(
            bench.order(
                List.of(new Wanted("/share", id, null, null)),
                RestoreInto.of(
                    new RestoreInto.Directory(
                        target.toString(), "", List.of(), List.of(), null, null)),
                false));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(target.resolve("a")).hasContent("one");
    assertThat(target.resolve("b")).hasContent("another one");
    assertThat(target.resolve("c")).hasContent("another one");
    assertThat(target.resolve("d")).hasContent("one");
    assertThat(Files.isSameFile(target.resolve("b"), target.resolve("c"))).isTrue();
  }

  private static Node file(BackupSession session, String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try {
      return new Node(
          ByteString.of(name),
          LINKED,
          session.storeFile(new ByteArrayInputStream(bytes), Chunking.SQL).toBody());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
