package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec.RenderedText;
import dev.salvaguarda.api.notice.NoticeSpec.SubjectRef;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.telling.DigestPlan.Batch;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import dev.salvaguarda.domain.message.Texts;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The notice that tells several together. Its name follows from channel, time and the first one.
 */
final class DigestManifest {
  private DigestManifest() {}

  /**
   * A batch in as many notices as its length asks for, halved until each half fits; without one
   * that is too long even alone: such a one goes by itself.
   *
   * @param rows one for each notice of the batch
   */
  static List<Notice> fitting(
      NotificationChannel channel, Batch batch, List<DigestRow> rows, Texts texts) {
    Notice whole = of(channel, batch, rows, texts);
    if (whole.getSpec().rendered().body().length() <= RenderedText.LONGEST_BODY) {
      return List.of(whole);
    }
    int count = rows.size();
    int half = count / 2;
    return half == 0
        ? List.of()
        : Stream.concat(
                fitting(channel, batch.part(0, half), rows.subList(0, half), texts).stream(),
                fitting(channel, batch.part(half, count), rows.subList(half, count), texts)
                    .stream())
            .toList();
  }

  static Notice of(NotificationChannel channel, Batch batch, List<DigestRow> rows, Texts texts) {
    var meta = channel.getMetadata();
    return NoticeManifest.notice(
        new NoticeManifest.Story(
            Message.BACKUP_DIGEST,
            new SubjectRef("NotificationChannel", meta.getName(), meta.getUid()),
            batch.time() + "/" + batch.first(),
            meta.getNamespace(),
            meta.getUid(),
            batch.time(),
            facts(channel, batch, rows)),
        channel,
        texts,
        null,
        batch.notices().stream().map(notice -> notice.getMetadata().getName()).toList());
  }

  private static Map<Placeholder, Fact> facts(
      NotificationChannel channel, Batch batch, List<DigestRow> rows) {
    ZoneId zone = NoticeManifest.zone(channel);
    String namespace = channel.getMetadata().getNamespace();
    Map<Placeholder, Fact> facts = new EnumMap<>(Placeholder.class);
    facts.put(Placeholder.NAMESPACE, FactWords.words(namespace));
    facts.put(Placeholder.DAY, new Fact.Day(batch.time().atZone(zone).toLocalDate()));
    facts.put(Placeholder.RUNS, lines(rows, false));
    facts.put(Placeholder.TESTS, lines(rows, true));
    facts.put(
        Placeholder.COMMAND,
        new Fact.Command(new Fact.Phrase("command.digest", FactWords.words(namespace))));
    return facts;
  }

  private static Fact lines(List<DigestRow> rows, boolean ofTests) {
    return Fact.Rows.of(
        rows.stream().filter(row -> row.isTest() == ofTests).map(DigestRow::text).toList());
  }
}
