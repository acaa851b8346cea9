package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.IndexWriter;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.StagedFile;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  private static final PackedBlob BLOB =
      new PackedBlob(BlobType.DATA, new BlobId(1, 2, 3, 4), 0, 100, 0);

  @TempDir Path scratch;
  private final FaultyStore store = new FaultyStore(new InMemoryObjectStore());
  private final BlobIndex index = new BlobIndex();
  private final SessionState state = new SessionState();
  private final Uploads uploads =
      new Uploads(
          store,
          index,
          new IndexWriter((_, _) -> new FileId(5, 5, 5, 5)),
          state,
          new SessionProgress(() -> 0),
          SessionOptions.standard(Path.of(""), 1));

  @AfterEach
  void close() {
    uploads.close();
  }

  @Test
  void anErrorInAnUploadsThreadEndsTheSessionAndIsTheCause() throws IOException {
    store.beforePut(
        "data/",
        () -> {
          throw new OutOfMemoryError("of the test");
        });
    index.claim(BLOB.handle());

    uploads.submit(pack());

    assertThatThrownBy(uploads::settle).hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(state.isOver()).isTrue();
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void whatIsSettledHasAPlace() throws IOException {
    index.claim(BLOB.handle());

    uploads.submit(pack());
    uploads.settle();

    index.requireNoOpenClaims();
    assertThat(index.contains(BLOB.handle())).isTrue();
    assertThat(scratch).isEmptyDirectory();
  }

  private SpooledPack pack() throws IOException {
    Path file = Files.write(scratch.resolve("pack"), new byte[100]);
    return new SpooledPack(new FileId(1, 1, 1, 1), new StagedFile(file, 100, ""), List.of(BLOB));
  }
}
