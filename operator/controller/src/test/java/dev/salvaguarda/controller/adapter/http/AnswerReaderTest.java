package dev.salvaguarda.controller.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as servers write them, with | for a line end. */
class AnswerReaderTest {
  private static final int MOST = 20;

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK|Content-Length: 2||ok and more', ok",
    "'HTTP/1.1 200 OK|content-length:  2 ||ok', ok",
    "'HTTP/1.0 200|Server: x||until the end', until the end",
    "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||2|ok|0||', ok",
    "'HTTP/1.1 200 OK|Transfer-Encoding: Chunked||2;a=b|ok|A| and|more|0||', 'ok and|more'",
    "'HTTP/1.1 200 OK|Transfer-Encoding: chunked|Content-Length: 99||2|ok|0||', ok",
    "'HTTP/1.1 103 Early Hints|Content-Length: 7||HTTP/1.1 200 OK|Content-Length: 2||ok', ok",
    "'HTTP/1.1 204 No Content|Content-Length: 2||', ''"
  })
  void aBodyIsReadAsItsHeadersSay(String answer, String body) throws IOException {
    assertThat(body(answer)).isEqualTo(body.replace("|", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK|Content-Length: 500||",
        "HTTP/1.1 200 OK||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||FFFF|"
      })
  void ofALongBodyOnlyTheBeginningIsRead(String head) throws IOException {
    assertThat(body(head + "x".repeat(500))).isEqualTo("x".repeat(MOST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK|Content-Length: 5||ok",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|ok",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||2|ok|",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||-2|ok|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||FFFFFFFFFFFFFFFFFFFF|ok|0||",
        "HTTP/1.1 200 OK|Content-Le",
        "HTTP/2 200|",
        ""
      })
  void whatEndsTooEarlyOrIsNoAnswerIsToldApart(String answer) {
    assertThatThrownBy(() -> body(answer)).isInstanceOf(IOException.class);
  }

  @Test
  void ofAHeaderThatComesTwiceTheFirstCountsWhateverItsCase() throws IOException {
    AnswerReader reader = reader("HTTP/1.1 429 No|retry-AFTER: 7|Retry-After: 9|nothing||");

    assertThat(reader.status()).isEqualTo(429);
    reader.readHeaders();
    assertThat(reader.header("retry-after")).isEqualTo("7");
    assertThat(reader.header("location")).isEmpty();
  }

  private static String body(String answer) throws IOException {
    AnswerReader reader = reader(answer);
    int status = reader.status();
    reader.readHeaders();
    return reader.body(status, MOST);
  }

  private static AnswerReader reader(String answer) {
    return new AnswerReader(
        new ByteArrayInputStream(answer.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }
}
