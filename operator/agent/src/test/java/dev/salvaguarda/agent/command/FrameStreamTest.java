package dev.salvaguarda.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameStreamTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void unpacksTheOutputAndKeepsWhatWasSaidBeside() throws IOException {
    output("first ");
    text('E', "a warning");
    output("");
    output("second");
    end(0, 12, "");

    FrameStream stream = new FrameStream(new ByteArrayInputStream(sent.toByteArray()));

    assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("first second");
    assertThat(stream.errorLines()).containsExactly("a warning");
    assertThat(stream.end()).isEqualTo(new ProgramEnd.Exited(0, 12, ""));
  }

  @Test
  void noStreamThatWasCutAnywhereEndsWell() throws IOException {
    output("a dump");
    text('E', "a warning");
    end(0, 6, "");
    byte[] whole = sent.toByteArray();

    for (int length = 0; length < whole.length; length++) {
      FrameStream stream = new FrameStream(new ByteArrayInputStream(Arrays.copyOf(whole, length)));
      byte[] _ = stream.readAllBytes();

      assertThat(stream.end()).as("%d bytes", length).isEqualTo(new ProgramEnd.Lost());
    }
  }

  @Test
  void keepsTheLastLinesOfAProgramThatTalksWithoutEnd() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      text('E', "line " + i);
    }
    FrameStream stream = new FrameStream(new ByteArrayInputStream(sent.toByteArray()));
    byte[] _ = stream.readAllBytes();

    assertThat(stream.errorLines())
        .containsExactlyElementsOf(IntStream.range(980, 1_000).mapToObj(i -> "line " + i).toList());
  }

  @Test
  void tellsWhyAProgramDidNotStart() throws IOException {
    text('N', "permission denied");
    FrameStream stream = new FrameStream(new ByteArrayInputStream(sent.toByteArray()));

    assertThat(stream.read()).isEqualTo(-1);
    assertThat(stream.end()).isEqualTo(new ProgramEnd.NotStarted("permission denied"));
  }

  @Test
  void refusesFramesThatNoLauncherSends() throws IOException {
    DataOutputStream out = new DataOutputStream(sent);
    out.writeByte('O');
    out.writeInt(Integer.MAX_VALUE);
    FrameStream tooLong = new FrameStream(new ByteArrayInputStream(sent.toByteArray()));
    FrameStream unknown =
        new FrameStream(new ByteArrayInputStream("Zabcdefgh".getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(tooLong::readAllBytes).isInstanceOf(IOException.class);
    assertThatThrownBy(unknown::readAllBytes).isInstanceOf(IOException.class);
  }

  private void output(String bytes) throws IOException {
    text('O', bytes);
  }

  private void text(char kind, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    DataOutputStream out = new DataOutputStream(sent);
    out.writeByte(kind);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private void end(int status, long size, String remark) throws IOException {
    byte[] words = remark.getBytes(StandardCharsets.UTF_8);
    DataOutputStream out = new DataOutputStream(sent);
    out.writeByte('X');
    out.writeInt(12 + words.length);
    out.writeLong(size);
    out.writeInt(status);
    out.write(words);
  }
}
