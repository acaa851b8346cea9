package dev.salvaguarda.controller.adapter.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.adapter.http.Reply;
import dev.salvaguarda.controller.adapter.http.Reply.Obstacle;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.WebhookLogin.Format;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What answers mean, as a table. */
class VerdictTest {
  private static final String HOST = "desk.example.org";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CLOUD_EVENTS | 204 | ''                                       | delivered
          ALERTMANAGER | 200 | <html>Sign in</html>                     | delivered
          TEXT         | 299 | ''                                       | delivered
          SLACK        | 200 | ok                                       | delivered
          SLACK        | 200 | invalid_payload                          | REJECTED
          SLACK        | 200 | ''                                       | REJECTED
          SLACK        | 400 | invalid_payload                          | REJECTED
          SLACK        | 410 | channel_is_archived                      | GONE
          MATTERMOST   | 200 | ok                                       | delivered
          MATTERMOST   | 200 | <html>Sign in</html>                     | REJECTED
          TEAMS        | 202 | ''                                       | delivered
          TEAMS        | 200 | 1                                        | delivered
          TEAMS        | 200 | Webhook message delivery failed with 429 | DEFERRED
          TEAMS        | 200 | Webhook message delivery failed with 400 | REJECTED
          TELEGRAM     | 200 | {"ok":true,"result":{"message_id":77}}   | delivered 77
          TELEGRAM     | 200 | {"ok":true}                              | REJECTED
          TELEGRAM     | 200 | {"ok":false,"error_code":429}            | DEFERRED
          TELEGRAM     | 200 | {"ok":false,"error_code":403}            | LOGIN_REFUSED
          TELEGRAM     | 200 | {"ok":false}                             | REJECTED
          TELEGRAM     | 200 | <html>Sign in</html>                     | REJECTED
          TELEGRAM     | 401 | {"ok":false,"error_code":401}            | LOGIN_REFUSED
          NTFY         | 200 | {"id":"xE7","event":"message"}           | delivered xE7
          NTFY         | 200 | {"id":"xE7","event":"open"}              | REJECTED
          NTFY         | 200 | <html>ntfy</html>                        | REJECTED
          WAHA         | 201 | {"id":"true_1@g.us_3EB0"}                | delivered 3EB0
          WAHA         | 201 | {"id":"true_5527999990000-1@g.us_3EB0_5527999990000@c.us"} | delivered 3EB0
          WPP_CONNECT  | 201 | {"status":"success","response":[{"id":"true_1@g.us_3EB0_5527999990000@c.us"}]} | delivered 3EB0
          EVOLUTION    | 201 | {"key":{"id":"5527999990000@s.whatsapp.net"}} | delivered
          WAHA         | 201 | {"id":{"_serialized":"true_3EB0"}}       | delivered true_3EB0
          WAHA         | 201 | {"key":{"id":"3EB0"}}                    | delivered 3EB0
          WAHA         | 201 | {}                                       | REJECTED
          WAHA         | 422 | {"status":"SCAN_QR_CODE"}                | DEFERRED
          WAHA         | 401 | {}                                       | LOGIN_REFUSED
          EVOLUTION    | 201 | {"key":{"id":"3EB0"}}                    | delivered 3EB0
          EVOLUTION    | 200 | <html>Sign in</html>                     | REJECTED
          EVOLUTION    | 400 | {"message":["Error: Connection Closed"]} | DEFERRED
          EVOLUTION    | 400 | {"message":["no such group"]}            | REJECTED
          EVOLUTION    | 503 | {"code":"LICENSE_REQUIRED"}              | DEFERRED
          WPP_CONNECT  | 201 | {"status":"success","response":[{"id":"7"}]} | delivered 7
          WPP_CONNECT  | 201 | {"status":"error","response":[{"id":"7"}]} | REJECTED
          WPP_CONNECT  | 200 | {"status":"Disconnected"}                | DEFERRED
          WPP_CONNECT  | 404 | {"status":"Disconnected"}                | DEFERRED
          WHATSAPP_CLOUD | 200 | {"messages":[{"id":"wamid.HBgN"}]}    | delivered
          WHATSAPP_CLOUD | 200 | {"messages":[]}                       | REJECTED
          WHATSAPP_CLOUD | 200 | {"error":{"code":131026}}             | REJECTED
          WHATSAPP_CLOUD | 400 | {"error":{"code":131047}}             | REJECTED
          WHATSAPP_CLOUD | 400 | {"error":{"code":132001}}             | DEFERRED
          WHATSAPP_CLOUD | 400 | {"error":{"code":130429}}             | DEFERRED
          WHATSAPP_CLOUD | 400 | {"error":{"code":131048}}             | LOGIN_REFUSED
          WHATSAPP_CLOUD | 400 | {"error":{"code":190}}                | LOGIN_REFUSED
          WHATSAPP_CLOUD | 400 | {"error":{"code":200}}                | LOGIN_REFUSED
          WHATSAPP_CLOUD | 400 | {"error":{"code":100}}                | REJECTED
          WHATSAPP_CLOUD | 500 | {"error":{"code":131000}}             | DEFERRED
          WHATSAPP_CLOUD | 503 | ''                                    | DEFERRED
          TEXT         | 301 | ''                                       | DEFERRED
          TEXT         | 400 | ''                                       | REJECTED
          TEXT         | 401 | ''                                       | LOGIN_REFUSED
          TEXT         | 403 | ''                                       | LOGIN_REFUSED
          TEXT         | 404 | ''                                       | DEFERRED
          TEXT         | 408 | ''                                       | DEFERRED
          TEXT         | 410 | ''                                       | GONE
          TEXT         | 413 | ''                                       | REJECTED
          TEXT         | 422 | ''                                       | REJECTED
          TEXT         | 425 | ''                                       | DEFERRED
          TEXT         | 429 | ''                                       | DEFERRED
          TEXT         | 500 | ''                                       | DEFERRED
          TEXT         | 503 | ok                                       | DEFERRED
          TEXT         | 999 | ''                                       | DEFERRED
          """)
  void anAnswerIsReadAsItsFormatHasIt(Format format, int status, String body, String meaning) {
    assertThat(told(verdict(format).of(new Reply.Answered(status, "", body, true))))
        .isEqualTo(meaning);
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"CLOUD_EVENTS", "ALERTMANAGER", "TEAMS", "TEXT"},
      mode = EnumSource.Mode.EXCLUDE)
  void whereTheBodyCountsOneThatIsCutOffLeavesADoubt(Format format) {
    assertThat(verdict(format).of(new Reply.Answered(200, "", "", false)))
        .isInstanceOfSatisfying(
            SendOutcome.Unknown.class,
            unknown ->
                assertThat(unknown.message())
                    .isEqualTo(
                        "The message was handed over to desk.example.org, which answered 200, and its"
                            + " answer was cut off."));
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"CLOUD_EVENTS", "ALERTMANAGER", "TEAMS", "TEXT"})
  void whereTheStatusCountsABodyThatIsCutOffDoesNot(Format format) {
    assertThat(told(verdict(format).of(new Reply.Answered(200, "", "", false))))
        .isEqualTo("delivered");
  }

  @ParameterizedTest
  @CsvSource({
    "429, 120, 120",
    "503, 7, 7",
    "500, 'Fri, 27 Nov 2026 01:02:00 GMT', 120",
    "429, 'Fri, 27 Nov 2026 00:00:00 GMT', 0",
    "429, -5, 0",
    "429, soon, 0",
    "429, '', 0",
    "503, 99999, 3600",
    "503, 99999999999999999999, 3600"
  })
  void aPauseThatIsAskedForIsKeptUpToAnHour(int status, String header, long seconds) {
    assertThat(
            failure(verdict(Format.TEXT).of(new Reply.Answered(status, header, "", true))).pause())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void telegramAsksForItsPauseInTheBody() {
    String body = "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":35}}";

    assertThat(
            failure(verdict(Format.TELEGRAM).of(new Reply.Answered(429, "3", body, true))).pause())
        .isEqualTo(Duration.ofSeconds(35));
  }

  @Test
  void aGroupThatMovedIsNamedWithItsNewId() {
    String body =
        "{\"ok\":false,\"error_code\":400,\"parameters\":{\"migrate_to_chat_id\":-1001234}}";

    assertThat(
            failure(verdict(Format.TELEGRAM).of(new Reply.Answered(400, "", body, true))).message())
        .isEqualTo(
            "desk.example.org answered 400: the group has another id now, -1001234, which belongs"
                + " into chatId.");
  }

  @Test
  void whatAReceiverSaysIsNotRepeated() {
    for (int status : new int[] {200, 400, 401, 404, 410, 429, 500}) {
      DeliveryFailure failure =
          failure(verdict(Format.SLACK).of(new Reply.Answered(status, "", "tulip-17", true)));
      assertThat(failure.message()).startsWith("desk.example.org answered").doesNotContain("tulip");
      assertThat(failure.code()).isEqualTo(Integer.toString(status));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasNotReachedWasNotSent(Obstacle obstacle) {
    assertThat(failure(verdict(Format.TEXT).of(new Reply.Unreached(obstacle))).reason().passes())
        .isTrue();
  }

  @Test
  void aSilenceLeavesADoubtAndASecretHostIsNotNamed() {
    Verdict secret = new Verdict(Format.TEXT, "", Hooks.NOW);

    assertThat(secret.of(new Reply.Silent(Duration.ofSeconds(30))))
        .isEqualTo(
            new SendOutcome.Unknown(
                "The message was handed over to the receiver and no answer came within 30 s."));
    assertThat(secret.of(new Reply.Silent(Duration.ZERO)))
        .isEqualTo(
            new SendOutcome.Unknown(
                "The message was handed over to the receiver and the connection ended without an"
                    + " answer."));
    assertThat(secret.failure(Obstacle.NO_CONNECTION).message())
        .isEqualTo("The receiver does not take connections.");
  }

  private static Verdict verdict(Format format) {
    return new Verdict(format, HOST, Hooks.NOW);
  }

  private static String told(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Answered(String id, var refused) when refused.isEmpty() ->
          ("delivered " + id).strip();
      case SendOutcome.Answered _ -> "partly";
      case SendOutcome.NotSent(DeliveryFailure failure) -> failure.reason().name();
      case SendOutcome.Unknown _ -> "unknown";
    };
  }

  private static DeliveryFailure failure(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
    DeliveryFailure failure = ((SendOutcome.NotSent) outcome).failure();
    return failure;
  }
}
