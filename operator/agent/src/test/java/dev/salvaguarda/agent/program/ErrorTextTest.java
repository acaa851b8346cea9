package dev.salvaguarda.agent.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.model.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorTextTest {
  private final ErrorText text = new ErrorText(List.of(SecretBytes.ofUtf8("hunter2")));

  @Test
  void aStreamThatBreaksSaysThatSomethingIsMissing() {
    text.readAll(new SequenceInputStream(said("warning: one\nwarn"), new Broken()));

    assertThat(text.lines())
        .containsExactly("warning: one", "warn", "(what followed could not be read)");
  }

  @Test
  void aStreamThatEndsIsWholeAndShowsNoSecret() {
    text.readAll(said("password hunter2 is wrong\n\nbye"));

    assertThat(text.lines()).containsExactly("password [redacted] is wrong", "bye");
  }

  @Test
  void whoWatchesIsToldEachLineAlsoThoseThatAreNotKept() {
    List<String> told = new ArrayList<>();
    text.readAll(said("one\n"));
    text.watch(told::add);
    text.readAll(said("again hunter2\n".repeat(300)));

    assertThat(told)
        .hasSize(301)
        .startsWith("one", "again [redacted]")
        .endsWith("again [redacted]");
    assertThat(text.lines()).hasSizeLessThan(300);
  }

  private static InputStream said(String words) {
    return new ByteArrayInputStream(words.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("gone");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return read();
    }
  }
}
