package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.fixture.TestRepository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamWriterTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenInPiecesIsStoredAsIfItWereRead() throws IOException {
    TestRepository place = TestRepository.inMemory(directory);
    place.create();
    Random random = new Random(5);
    byte[] content = new byte[5_000_000];
    random.nextBytes(content);
    try (BackupSession session = BackupSession.open(place.open(place.store()), place.options());
        StreamWriter writer = session.newStream(StreamRequest.dump(Chunking.SQL))) {
      for (int at = 0; at < content.length; ) {
        int length = Math.min(content.length - at, random.nextInt(100_000));
        writer.write(content, at, length);
        at += length;
      }

      assertThat(writer.finish())
          .isEqualTo(session.storeFile(new ByteArrayInputStream(content), Chunking.SQL));
    }
  }

  @Test
  void nothingWrittenIsAnEmptyFile() {
    TestRepository place = TestRepository.inMemory(directory);
    place.create();
    try (BackupSession session = BackupSession.open(place.open(place.store()), place.options());
        StreamWriter writer = session.newStream(StreamRequest.dump(Chunking.SQL))) {
      assertThat(writer.finish().blobs()).isEmpty();
    }
  }
}
