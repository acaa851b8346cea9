package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.IncidentCases.CONFIRMED;
import static dev.salvaguarda.controller.telling.IncidentCases.RESTORED;
import static dev.salvaguarda.controller.telling.IncidentCases.RESTRICTED;
import static dev.salvaguarda.controller.telling.IncidentCases.UPDATED;
import static dev.salvaguarda.controller.telling.IncidentCases.asks;
import static dev.salvaguarda.controller.telling.IncidentCases.channel;
import static dev.salvaguarda.controller.telling.IncidentCases.finding;
import static dev.salvaguarda.controller.telling.IncidentCases.incident;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.telling.NoticePlan.Planned;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.FindingMessages;
import dev.salvaguarda.domain.incident.IncidentMessages;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On which channels what is said, to whom, and in whose name. */
class NoticePlanTest {
  private static final Instant NOW = Instant.parse("2026-11-27T19:00:00Z");
  private static final String ALL = "subscribes: [{}]";

  @Test
  void paragraph33EveryChannelThatSubscribesAMessageGetsIt() {
    NoticePlan plan =
        plan(
            incident(CONFIRMED),
            channel("group", ALL),
            channel("mail", "subscribes: [{messages: [IncidentConfirmed]}]"),
            channel("backups", ""));

    assertThat(plan.due())
        .extracting(one -> one.message() + " on " + one.channel().getMetadata().getName())
        .containsExactly(
            "RECEIPT_CONFIRMATION on group",
            "INCIDENT_CONFIRMED on group",
            "INCIDENT_CONFIRMED on mail");
    assertThat(plan.due()).extracting(Planned::name).doesNotHaveDuplicates();
  }

  @Test
  void whatWasMadeBeforeIsNotMadeAgain() {
    Incident incident = incident(CONFIRMED);
    ToldNotices made = told(plan(incident, channel("group", ALL)));

    NoticePlan next =
        NoticePlan.of(
            incident(CONFIRMED + RESTORED),
            owed(CONFIRMED + RESTORED),
            List.of(channel("group", ALL)),
            made,
            NOW);

    assertThat(next.due()).extracting(Planned::message).containsExactly(Message.SERVICE_RESTORED);
  }

  @Test
  void whatIsDatedAheadIsNotToldBefore() {
    Incident incident = incident(CONFIRMED + RESTORED);
    Instant before = Instant.parse("2026-11-27T18:00:00Z");
    NotificationChannel channel = channel("group", ALL);

    assertThat(
            NoticePlan.of(
                    incident,
                    IncidentMessages.owed(IncidentRecord.of(incident, before)),
                    List.of(channel),
                    ToldNotices.none(),
                    before)
                .due())
        .extracting(Planned::message)
        .containsExactly(Message.RECEIPT_CONFIRMATION, Message.INCIDENT_CONFIRMED);
    assertThat(IncidentRecord.ahead(incident, before))
        .contains(Instant.parse("2026-11-27T18:30:00Z"));
    assertThat(IncidentRecord.ahead(incident, NOW)).isEmpty();
  }

  @Test
  void twoUpdatesAreTwoNotices() {
    assertThat(
            plan(
                    incident(
                        CONFIRMED
                            + UPDATED.replace(
                                "]",
                                ", {id: u2, text: Mais., by: ana, at: \"2026-11-27T17:50:00Z\"}]")),
                    channel("group", ALL))
                .due())
        .filteredOn(one -> one.message() == Message.INCIDENT_UPDATE)
        .extracting(Planned::name)
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void whatNoChannelSubscribesIsNamed() {
    NoticePlan plan =
        plan(
            incident(CONFIRMED + RESTORED),
            channel("group", "subscribes: [{messages: [IncidentConfirmed]}]"));

    assertThat(plan.unheard())
        .containsExactly(Message.RECEIPT_CONFIRMATION, Message.SERVICE_RESTORED);
  }

  @Test
  void whatIsOlderThanAChannelsDeadlineIsNotToldThereAnyMore() {
    NotificationChannel channel = channel("group", ALL + "\nretry: {deadline: 12h}");
    NoticePlan plan =
        NoticePlan.of(
            incident(CONFIRMED),
            owed(CONFIRMED),
            List.of(channel),
            ToldNotices.none(),
            NOW.plus(Duration.ofHours(12)));

    assertThat(plan.due()).isEmpty();
    assertThat(plan.late())
        .containsExactly(Message.RECEIPT_CONFIRMATION, Message.INCIDENT_CONFIRMED);
  }

  @Test
  void whatWasToldInTimeIsNotLateAfterwards() {
    NotificationChannel channel = channel("group", ALL);
    ToldNotices made = told(plan(incident(CONFIRMED), channel));

    assertThat(
            NoticePlan.of(
                incident(CONFIRMED),
                owed(CONFIRMED),
                List.of(channel),
                made,
                NOW.plus(Duration.ofDays(300))))
        .isEqualTo(new NoticePlan(List.of(), List.of(), List.of(), true));
  }

  @Test
  void whatWasToldOnAChannelThatIsGoneWasTold() {
    ToldNotices told = found(incident(CONFIRMED + UPDATED), channel("group", ALL));
    String two =
        UPDATED.replace("]", ", {id: u2, text: Mais., by: ana, at: \"2026-11-27T17:50:00Z\"}]");

    NoticePlan same =
        NoticePlan.of(
            incident(CONFIRMED + UPDATED), owed(CONFIRMED + UPDATED), List.of(), told, NOW);
    NoticePlan more =
        NoticePlan.of(incident(CONFIRMED + two), owed(CONFIRMED + two), List.of(), told, NOW);

    assertThat(same.unheard()).isEmpty();
    assertThat(more.unheard()).containsExactly(Message.INCIDENT_UPDATE);
  }

  @Test
  void whatWasToldOnAChannelThatIsGoneIsNotTooLateOnAnother() {
    NoticePlan plan =
        NoticePlan.of(
            incident(CONFIRMED),
            owed(CONFIRMED),
            List.of(channel("other", ALL)),
            found(incident(CONFIRMED), channel("group", ALL)),
            NOW.plus(Duration.ofDays(300)));

    assertThat(plan).isEqualTo(new NoticePlan(List.of(), List.of(), List.of(), true));
  }

  @Test
  void ofWhatHasLeftTheClusterIsKnownThatItWasTold() {
    ToldNotices left =
        ToldNotices.of(
            found(incident(CONFIRMED), channel("group", ALL)).all(), "incident-uid", List.of());

    NoticePlan plan =
        NoticePlan.of(
            incident(CONFIRMED + RESTORED), owed(CONFIRMED + RESTORED), List.of(), left, NOW);

    assertThat(plan.unheard()).containsExactly(Message.SERVICE_RESTORED);
  }

  private static ToldNotices told(NoticePlan plan) {
    return ToldNotices.none().with(plan, Optional.empty());
  }

  private static ToldNotices found(Incident incident, NotificationChannel channel) {
    return ToldNotices.of(List.of(), "incident-uid", notices(incident, channel));
  }

  @Test
  void whatConcernsOneOrganisationGoesToEverybodyAsTheNormHasIt() {
    assertThat(confirmed(channel("group", ALL)).organizations()).isEmpty();
  }

  @Test
  void whatConcernsOneOrganisationGoesToItAloneWhereTheChannelSaysSo() {
    assertThat(
            confirmed(channel("mail", ALL + "\nrestrictedAudience: OrganizationOnly"))
                .organizations())
        .containsExactly("SEGER");
  }

  @Test
  void whereThatOrganisationHasNoReceiversNothingIsToldToOthers() {
    NoticePlan plan =
        plan(
            incident(RESTRICTED.replace("SEGER", "SEFAZ")),
            channel("mail", ALL + "\nrestrictedAudience: OrganizationOnly"));

    assertThat(plan.due())
        .extracting(Planned::message)
        .containsExactly(Message.RECEIPT_CONFIRMATION);
    assertThat(plan.unheard()).containsExactly(Message.INCIDENT_CONFIRMED_RESTRICTED);
  }

  @Test
  void aChannelOfOtherOrganisationsTellsNothingOfThisOne() {
    NotificationChannel other = channel("mail", "subscribes: [{organizations: [SEDU]}]");

    assertThat(plan(incident(RESTRICTED), other).due())
        .extracting(Planned::message)
        .containsExactly(Message.RECEIPT_CONFIRMATION);
    assertThat(plan(incident(CONFIRMED), other).due())
        .extracting(Planned::message)
        .containsExactly(Message.RECEIPT_CONFIRMATION, Message.INCIDENT_CONFIRMED);
  }

  @Test
  void aNoticeNamesWhoDecidedAndWhomItIsFor() {
    NoticeSpec spec = confirmed(channel("group", ALL));

    assertThat(spec.decidedBy()).isEqualTo("joao");
    assertThat(spec.audience()).isEqualTo(NoticeSpec.Audience.PUBLIC);
    assertThat(spec.thread()).isEqualTo("incident-uid");
    assertThat(spec.subject())
        .isEqualTo(new NoticeSpec.SubjectRef("Incident", "correio", "incident-uid"));
    assertThat(spec.digestTime()).isNull();
  }

  @Test
  void withoutAnOrganisationTheNormsOwnOneSpeaks() {
    NoticeSpec spec = confirmed(channel("group", ALL + "\ntimeZone: America/Sao_Paulo"));

    assertThat(spec.rendered().subject())
        .isEqualTo(
            "PRODEST Informa: Aviso de Indisponibilidade no SEGER: Correio eletrônico [correio, SA-1]");
    assertThat(spec.rendered().body())
        .startsWith("PRODEST Informa: Aviso de Indisponibilidade no SEGER\n\nPrezados, detectamos")
        .endsWith("Data/Hora: 27/11/2026 13:55 BRT (UTC-03:00)");
  }

  @Test
  void theChannelsOrganisationSpeaksWhereItIsNamed() {
    NotificationChannel channel =
        channel(
            "group",
            """
            subscribes: [{}]
            organization:
              {name: Instituto, serviceDeskUrl: "https://chamados.example.org", groupName: Grupo TI}
            """);

    String receipt = notices(incident(""), channel).getFirst().getSpec().rendered().body();

    assertThat(receipt)
        .contains("https://chamados.example.org", "no Grupo TI para que")
        .doesNotContain("PRODEST");
  }

  @Test
  void whatWasFoundAtAPolicyIsToldWhereThePolicySaysAndNowhereElse() {
    Instant later = Instant.parse("2026-11-28T19:00:00Z");
    NoticePlan plan =
        NoticePlan.asked(
            finding(),
            FindingMessages.owed(IncidentRecord.of(finding(), later), later),
            List.of(channel("group", ALL), channel("support", ""), channel("other", ALL)),
            List.of(asks("support", "NonConformityOpened"), asks("other", "Failed")),
            ToldNotices.none(),
            later);

    assertThat(plan.due())
        .extracting(one -> one.message() + " on " + one.channel().getMetadata().getName())
        .containsExactly("NON_CONFORMITY_OPENED on support");
    NoticeSpec notice =
        NoticeManifest.notice(
                plan.due().getFirst().story(),
                plan.due().getFirst().channel(),
                Texts.shipped(),
                null,
                List.of())
            .getSpec();
    assertThat(notice.audience()).isEqualTo(NoticeSpec.Audience.INTERNAL);
    assertThat(notice.decidedBy()).isNull();
  }

  private static NoticeSpec confirmed(NotificationChannel channel) {
    return notices(incident(RESTRICTED), channel).getLast().getSpec();
  }

  static List<Notice> notices(Incident incident, NotificationChannel channel) {
    return plan(incident, channel).due().stream()
        .map(one ->
            NoticeManifest.notice(one.story(), one.channel(), Texts.shipped(), null, List.of()))
        .toList();
  }

  private static NoticePlan plan(Incident incident, NotificationChannel... channels) {
    return NoticePlan.of(
        incident,
        IncidentMessages.owed(IncidentRecord.of(incident, NOW)),
        List.of(channels),
        ToldNotices.none(),
        NOW);
  }

  private static List<OwedMessage> owed(String decided) {
    return IncidentMessages.owed(IncidentRecord.of(incident(decided), NOW));
  }
}
