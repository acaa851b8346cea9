package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
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

/** The notice that tells several together. Its name follows from channel and time. */
final class DigestManifest {
  private DigestManifest() {}

  static Notice of(NotificationChannel channel, Batch batch, List<DigestRow> rows, Texts texts) {
    var meta = channel.getMetadata();
    return NoticeManifest.notice(
        new NoticeManifest.Story(
            Message.BACKUP_DIGEST,
            new SubjectRef("NotificationChannel", meta.getName(), meta.getUid()),
            batch.time() + "/" + batch.number(),
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
