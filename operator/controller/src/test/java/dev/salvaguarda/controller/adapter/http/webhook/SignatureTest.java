package dev.salvaguarda.controller.adapter.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.delivery.SigningKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
  private static final String SHORT = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);

  /** The example with which the libraries of Standard Webhooks are tested. */
  @Test
  void signsAsTheStandardDoes() {
    assertThat(
            Signature.headers(
                "p5jXN8AQM9LWM0D4loKWxJek", AT, "{\"test\": 2432232314}", keys(Hooks.KEY)))
        .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void theIdentityIsTheSameInEveryAttemptAndHasNoPoint() {
    String first = Signature.headers("uid.r1", AT, "a", List.of()).get("webhook-id");

    assertThat(first).isEqualTo("msg_uid_r1");
    assertThat(Signature.headers("uid.r1", AT.plusSeconds(60), "a", List.of()))
        .containsEntry("webhook-id", first)
        .doesNotContainKey("webhook-signature");
  }

  @Test
  void whileKeysChangeBothSign() {
    String both =
        Signature.headers("id", AT, "a", keys(Hooks.KEY + " " + SHORT)).get("webhook-signature");

    assertThat(both)
        .isEqualTo(
            Signature.headers("id", AT, "a", keys(Hooks.KEY)).get("webhook-signature")
                + " "
                + Signature.headers("id", AT, "a", keys(SHORT)).get("webhook-signature"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_dG9vIHNob3J0", "whsec_%"})
  void whatIsNoKeyIsNone(String text) {
    assertThat(SigningKey.all(new SensitiveText(text))).isEmpty();
    assertThat(SigningKey.all(new SensitiveText(Hooks.KEY + " " + text + "x"))).isEmpty();
  }

  private static List<SigningKey> keys(String text) {
    return SigningKey.all(new SensitiveText(text)).orElseThrow();
  }
}
