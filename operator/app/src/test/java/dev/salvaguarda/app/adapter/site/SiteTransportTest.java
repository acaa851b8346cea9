package dev.salvaguarda.app.adapter.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.StaticSiteLogin;
import dev.salvaguarda.domain.message.Rendered;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.site.Site;
import dev.salvaguarda.domain.site.SiteFile;
import dev.salvaguarda.domain.site.SiteFiles;
import dev.salvaguarda.domain.site.Told;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SiteTransportTest {
  private static final Instant NOW = Instant.parse("2026-11-27T17:20:00Z");
  private static final Told MAIL = told("mail", "IncidentConfirmed");
  private static final Told PAY = told("pay", "IncidentConfirmed");

  /** What stands in the notices. */
  private final List<Told> notices = new ArrayList<>(List.of(MAIL));

  private final Map<String, String> bucket = new TreeMap<>();
  private final List<String> order = new ArrayList<>();
  private Runnable beforeEachFile = () -> {};

  private final SiteTransport transport =
      new SiteTransport(
          (_, _) -> List.copyOf(notices),
          _ -> new Shelf(),
          new SiteFiles(Texts.shipped()),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void aMessageIsToldOnceEveryFileIsWrittenThePageLast() {
    assertThat(transport.send(login(false), dispatch("mail")))
        .isEqualTo(new SendOutcome.Answered("", Map.of()));

    assertThat(order)
        .containsExactly(
            "status.json", "history.json", "feed.atom", "maintenance.ics", "index.html");
    assertThat(bucket.get("index.html")).contains("Title of mail");
  }

  @Test
  void whatIsNotMeantForThePublicIsRefusedForGoodAndNothingIsWritten() {
    assertThat(transport.send(login(false), dispatch("other")))
        .isInstanceOfSatisfying(
            SendOutcome.NotSent.class,
            refused ->
                assertThat(refused.failure().reason()).isEqualTo(DeliveryFailure.Reason.REJECTED));
    assertThat(order).isEmpty();
  }

  @Test
  void whatSomebodyElseBeganToTellMeanwhileIsOnThePageInTheEnd() {
    beforeEachFile =
        () -> {
          if (!notices.contains(PAY)) {
            notices.add(PAY);
          }
        };

    assertThat(transport.send(login(false), dispatch("mail")))
        .isInstanceOf(SendOutcome.Answered.class);

    assertThat(bucket.get("index.html")).contains("Title of mail", "Title of pay");
    assertThat(order).hasSize(10);
  }

  @Test
  void aPageThatNeverComesToRestIsTriedAgainLater() {
    beforeEachFile = () -> notices.add(told("more" + notices.size(), "IncidentConfirmed"));

    assertThat(transport.send(login(false), dispatch("mail")))
        .isInstanceOfSatisfying(
            SendOutcome.NotSent.class,
            late -> assertThat(late.failure().reason().passes()).isTrue());
  }

  @Test
  void aProbePutsBackWhatSomebodyTookAway() {
    var _ = transport.send(login(false), dispatch("mail"));
    Map<String, String> written = new TreeMap<>(bucket);
    bucket.remove("index.html");

    assertThat(transport.probe(login(false))).isEmpty();

    assertThat(bucket).isEqualTo(written);
  }

  @Test
  void aSuspendedChannelIsLookedAtAndNothingIsWritten() {
    assertThat(transport.probe(login(true))).isEmpty();

    assertThat(order).containsExactly("look");
  }

  @Test
  void whatGoesWrongIsAnAnswerThatPassesAndNamesNoSecret() {
    beforeEachFile =
        () -> {
          throw new RepositoryException(Reason.ACCESS_DENIED, "The server refused.");
        };

    assertThat(transport.probe(login(false)))
        .isEqualTo(
            Optional.of(
                new DeliveryFailure(
                    DeliveryFailure.Reason.LOGIN_REFUSED, "", "The server refused.")));
    assertThat(login(false).toString()).doesNotContain("canary-secret");
  }

  @Test
  void noticesThatCanNotBeReadAreReadLater() {
    SiteTransport blind =
        new SiteTransport(
            (_, _) -> {
              throw new KubernetesClientException("gone");
            },
            _ -> new Shelf(),
            new SiteFiles(Texts.shipped()),
            Clock.fixed(NOW, ZoneOffset.UTC));

    assertThat(blind.send(login(false), dispatch("mail")))
        .isInstanceOfSatisfying(
            SendOutcome.NotSent.class,
            late -> assertThat(late.failure().reason().passes()).isTrue());
    assertThat(order).isEmpty();
  }

  private static Told told(String id, String message) {
    return new Told(id, "about-" + id, message, "en", "Title of " + id, "Text.", "", NOW);
  }

  private static StaticSiteLogin login(boolean suspended) {
    return new StaticSiteLogin(
        new ArchivePlace("https://s3.example.org", "", "status", "", true, null),
        new StaticSiteLogin.Keys(new SensitiveText("key"), new SensitiveText("canary-secret")),
        null,
        "ti",
        "page",
        new Site(
            "Status", "TI", "https://status.example.org", "en", ZoneOffset.UTC, NOW, List.of()),
        suspended);
  }

  private static Dispatch dispatch(String notice) {
    return new Dispatch(
        new Dispatch.About("u.r1", "t", "ti", notice, "IncidentConfirmed", "Incident", "mail"),
        List.of("everybody"),
        new Rendered("s", "b"),
        "en",
        NOW,
        ZoneOffset.UTC,
        0);
  }

  private final class Shelf implements PageShelf {
    @Override
    public void put(SiteFile file) {
      beforeEachFile.run();
      order.add(file.name());
      bucket.put(file.name(), file.text());
    }

    @Override
    public void look() {
      order.add("look");
    }

    @Override
    public void close() {}
  }
}
