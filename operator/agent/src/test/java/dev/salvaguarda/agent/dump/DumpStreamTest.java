package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.progress.ProgressBoard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DumpStreamTest {
  @Property(tries = 200)
  void remembersTheLastBytesHoweverItIsRead(
      @ForAll @IntRange(max = 5_000) int size, @ForAll long seed) throws IOException {
    byte[] content = new byte[size];
    Random random = new Random(seed);
    random.nextBytes(content);
    DumpStream stream = new DumpStream(new ByteArrayInputStream(content), new ProgressBoard());

    byte[] buffer = new byte[3_000];
    int read = 0;
    while (read >= 0) {
      read = stream.read(buffer, 0, 1 + random.nextInt(buffer.length));
    }

    assertThat(stream.size()).isEqualTo(size);
    assertThat(stream.tail())
        .isEqualTo(Arrays.copyOfRange(content, Math.max(0, size - DumpTrailer.TAIL_BYTES), size));
  }
}
