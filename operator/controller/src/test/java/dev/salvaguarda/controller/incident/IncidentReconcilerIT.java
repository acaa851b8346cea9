package dev.salvaguarda.controller.incident;

import static dev.salvaguarda.controller.incident.IncidentWorld.PATIENCE;
import static dev.salvaguarda.controller.incident.IncidentWorld.SEDU;
import static dev.salvaguarda.controller.incident.IncidentWorld.SEGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.incident.CountedStatus;
import dev.salvaguarda.api.incident.IncidentPhase;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.window.WindowPhase;
import dev.salvaguarda.controller.incident.IncidentWorld.OneOperator;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Incidents on a real API server with real controllers and a real mail server. */
class IncidentReconcilerIT {
  @RegisterExtension
  static final Running<ControlPlane> PLANE = Running.from(ControlPlane::startWithoutControllers);

  private static final String RECEIPT =
      "Confirmação de Recebimento de Notificação: Correio eletrônico";
  private static final String CONFIRMATION =
      "PRODEST Informa: Aviso de Indisponibilidade: Correio eletrônico";
  private static final String NEWS =
      "PRODEST Informa: Atualização sobre Incidente: Correio eletrônico";
  private static final String RESTORATION =
      "PRODEST Informa: Serviço Restabelecido: Correio eletrônico";

  private IncidentWorld world;

  @BeforeEach
  void startWorld() {
    world = new IncidentWorld(PLANE.get());
  }

  @AfterEach
  void stopWorld() {
    world.close();
  }

  @Test
  void aClientsReportIsAnsweredLookedIntoConfirmedAndRestoredWithEachMessageOnce() {
    world.channel("group", "subscribes: [{}]");
    try (OneOperator _ = world.operator("one")) {
      String report = report("Client");
      world.apply("correio", report);
      IncidentStatus reported = world.await("correio", IncidentPhase.REPORTED);
      assertThat(Objects.requireNonNull(reported.awaiting()).from()).isEqualTo("Communications");
      assertThat(world.notices()).isEmpty();

      String acknowledged = report + decided("acknowledgement", "ana", 1);
      world.apply("correio", acknowledged);
      IncidentStatus asked = world.await("correio", IncidentPhase.AWAITING_SERVICE_REQUEST);
      assertThat(Objects.requireNonNull(asked.awaiting()).what()).isEqualTo("ServiceRequest");
      assertThat(world.subjects(SEGER)).containsExactly(RECEIPT);

      String requested =
          acknowledged + "serviceRequests: [{number: SA-12345, at: %s}]\n".formatted(world.at(2));
      world.apply("correio", requested);
      assertThat(world.await("correio", IncidentPhase.UNDER_ANALYSIS).serviceRequest())
          .isEqualTo("SA-12345");

      String confirmed = requested + verdict("scope: General", 3);
      world.apply("correio", confirmed);
      assertThat(world.await("correio", IncidentPhase.CONFIRMED).scope()).isEqualTo("General");

      String updated =
          confirmed
              + "updates: [{id: u1, text: Falta pouco., by: ana, at: %s}]\n".formatted(world.at(4));
      world.apply("correio", updated);
      world.awaitDelivered("correio", "3/3");

      String restored = updated + decided("restoration", "joao", 5);
      world.apply("correio", restored);
      world.await("correio", IncidentPhase.RESTORED);
      world.awaitDelivered("correio", "4/4");

      world.apply(
          "correio",
          restored
              + "closure: {rootCause: Disco cheio., by: joao, at: %s}\n".formatted(world.at(6)));
      IncidentStatus closed = world.await("correio", IncidentPhase.CLOSED);
      assertThat(closed.awaiting()).isNull();
    }

    for (String address : List.of(SEGER, SEDU)) {
      assertThat(world.subjects(address)).containsExactly(RECEIPT, CONFIRMATION, NEWS, RESTORATION);
    }
    assertThat(world.notices())
        .extracting(notice -> notice.getSpec().message() + " by " + notice.getSpec().decidedBy())
        .containsExactlyInAnyOrder(
            "ReceiptConfirmation by ana",
            "IncidentConfirmed by joao",
            "IncidentUpdate by ana",
            "ServiceRestored by joao");
    assertThat(world.condition("correio", "NoticesDelivered")).isEqualTo("True NoticesDelivered");
    assertThat(world.condition("correio", "Ready")).isEqualTo("True NothingStuck");
    assertThat(world.everythingWritten()).doesNotContain(SEGER).doesNotContain(SEDU);
  }

  @Test
  void aPersonIsAskedToTellAGroupAndWhatTheyRecordIsTheDelivery() {
    world.channel("office", "");
    world.channelByHand("group", "office");
    try (OneOperator _ = world.operator("one")) {
      String confirmed = report("Internal") + verdict("scope: General", 3);
      world.apply("correio", confirmed);
      Notice asked = world.awaitReason("IncidentConfirmed", "AwaitingRelay");
      assertThat(asked.getStatus().state()).isEqualTo(State.PENDING);
      assertThat(asked.getStatus().sentTime()).isNull();
      assertThat(world.subjects(SEGER)).containsExactly("[Publicar] " + CONFIRMATION);
      assertThat(world.condition("correio", "NoticesDelivered")).startsWith("False");

      world.relay(asked, "ana");
      Notice told = world.awaitReason("IncidentConfirmed", "Relayed");
      assertThat(told.getStatus().state()).isEqualTo(State.DELIVERED);
      assertThat(told.getStatus().message()).startsWith("ana told it at ");
      world.awaitDelivered("correio", "1/1");

      String updated =
          confirmed
              + "updates: [{id: u1, text: Falta pouco., by: ana, at: %s}]\n".formatted(world.at(4));
      world.apply("correio", updated);
      world.awaitReason("IncidentUpdate", "AwaitingRelay");
      world.apply("correio", updated + decided("restoration", "joao", 5));
      world.awaitReason("ServiceRestored", "AwaitingRelay");
      Notice overtaken = world.awaitReason("IncidentUpdate", "NoLongerSo");
      assertThat(overtaken.getStatus().state()).isEqualTo(State.SUPPRESSED);
    }
    assertThat(world.subjects(SEDU))
        .containsExactly(
            "[Publicar] " + CONFIRMATION, "[Publicar] " + NEWS, "[Publicar] " + RESTORATION);
  }

  @Test
  void whatTheOrganisationFindsItselfIsToldWithoutAReceipt() {
    world.channel("group", "subscribes: [{}]");
    try (OneOperator _ = world.operator("one")) {
      String report = report("Internal");
      world.apply("correio", report);
      world.await("correio", IncidentPhase.REPORTED);

      String taken = report + "responsibleTeam: infraestrutura\n";
      world.apply("correio", taken);
      world.await("correio", IncidentPhase.UNDER_ANALYSIS);

      String confirmed = taken + verdict("scope: General", 3);
      world.apply("correio", confirmed);
      world.awaitDelivered("correio", "1/1");
      world.apply("correio", confirmed + decided("restoration", "joao", 5));
      world.awaitDelivered("correio", "2/2");
    }

    assertThat(world.subjects(SEGER)).containsExactly(CONFIRMATION, RESTORATION);
  }

  @Test
  void whatIsAppliedAgainAndAgainBySeveralOperatorsAndAfterARestartIsToldOnce() {
    world.channel("group", "subscribes: [{}]");
    String confirmed =
        report("Client") + decided("acknowledgement", "ana", 1) + verdict("scope: General", 3);
    try (OneOperator _ = world.operator("one");
        OneOperator _ = world.operator("other")) {
      applyAgainAndAgain(confirmed);
      world.awaitDelivered("correio", "2/2");
    }
    try (OneOperator _ = world.operator("later")) {
      applyAgainAndAgain(confirmed);
      world.apply("correio", confirmed + "updateEvery: 1h\n" + decided("restoration", "joao", 5));
      world.awaitDelivered("correio", "3/3");
    }

    assertThat(world.notices()).hasSize(3);
    assertThat(world.subjects(SEGER)).containsExactly(RECEIPT, CONFIRMATION, RESTORATION);
  }

  @Test
  void whatHasLeftTheClusterIsNotToldAgain() {
    world.channel("group", "subscribes: [{}]");
    String confirmed = report("Internal") + verdict("scope: General", 3);
    try (OneOperator _ = world.operator("one")) {
      world.apply("correio", confirmed);
      world.awaitDelivered("correio", "1/1");
      world.notices().forEach(world::delete);

      world.apply("correio", confirmed + decided("restoration", "joao", 5));
      world.awaitDelivered("correio", "2/2");
    }

    assertThat(world.notices())
        .extracting(notice -> notice.getSpec().message())
        .containsExactly("ServiceRestored");
    assertThat(world.subjects(SEGER)).containsExactly(CONFIRMATION, RESTORATION);
  }

  @Test
  void whatConcernsOneOrganisationReachesItAloneWhereTheChannelSaysSo() {
    world.channel("mail", "subscribes: [{}]\nrestrictedAudience: OrganizationOnly");
    String confirmed = report("Internal") + verdict("scope: Restricted, organization: SEDU", 3);
    try (OneOperator _ = world.operator("one")) {
      world.apply("correio", confirmed);
      world.awaitDelivered("correio", "1/1");
      world.apply("correio", confirmed + decided("restoration", "joao", 5));
      world.awaitDelivered("correio", "2/2");
    }

    assertThat(world.subjects(SEDU))
        .containsExactly(
            "PRODEST Informa: Aviso de Indisponibilidade no SEDU: Correio eletrônico", RESTORATION);
    assertThat(world.subjects(SEGER)).isEmpty();
  }

  @Test
  void aConfirmationThatCouldNotLeaveIsDroppedOnceTheServiceIsRestored() {
    world.channel("group", "subscribes: [{}]\nsuspend: true");
    String confirmed = report("Internal") + verdict("scope: General", 3);
    try (OneOperator _ = world.operator("one")) {
      world.apply("correio", confirmed);
      await().atMost(PATIENCE).until(() -> "0/1".equals(world.status("correio").delivered()));

      world.apply("correio", confirmed + decided("restoration", "joao", 5));
      await()
          .atMost(PATIENCE)
          .until(() ->
              world.notices().stream()
                  .map(IncidentReconcilerIT::state)
                  .anyMatch(State.SUPPRESSED::equals));
      world.change("group", "{\"spec\":{\"suspend\":false}}");
      world.awaitDelivered("correio", "1/1");
    }

    assertThat(world.subjects(SEGER)).containsExactly(RESTORATION);
  }

  @Test
  void aChannelThatComesLaterIsStillTold() {
    String confirmed = report("Internal") + verdict("scope: General", 3);
    try (OneOperator _ = world.operator("one")) {
      world.apply("correio", confirmed);
      await()
          .atMost(PATIENCE)
          .until(() ->
              world.condition("correio", "NoticesDelivered").equals("False NobodySubscribed"));

      world.channel("group", "subscribes: [{}]");
      world.awaitDelivered("correio", "1/1");
    }

    assertThat(world.subjects(SEGER)).containsExactly(CONFIRMATION);
  }

  @Test
  void maintenanceIsAnnouncedRecalledMovedAndCompletedWithEachMessageOnce() {
    world.channel("mail", "subscribes: [{}]");
    String proposed =
        """
        type: Preventive
        components: [{name: correio, displayName: Correio eletrônico}]
        start: "%s"
        end: "%s"
        requested: {by: joao, via: E-mail, at: "%s"}
        reminders: [2h]
        """
            .formatted(
                world.in(Duration.ofHours(1)),
                world.in(Duration.ofHours(3)),
                world.in(Duration.ofDays(-2)));
    String announced =
        proposed
            + "announcement: {by: ana, at: \"%s\"}\n".formatted(world.in(Duration.ofHours(-2)));
    String moved = announced + "moves: [%s]\n".formatted(move(5, 7, -55));
    String movedBack =
        announced + "moves: [%s, %s]\n".formatted(move(5, 7, -55), move(-2, -1, -50));
    try (OneOperator _ = world.operator("one");
        OneOperator _ = world.operator("other")) {
      world.applyWindow("correio", proposed);
      world.awaitWindow("correio", WindowPhase.PROPOSED, "null");
      world.applyWindow("correio", announced);
      world.awaitWindow("correio", WindowPhase.ANNOUNCED, "2/2");
    }
    try (OneOperator _ = world.operator("later")) {
      world.applyWindow("correio", moved);
      world.awaitWindow("correio", WindowPhase.ANNOUNCED, "3/3");
      world.applyWindow("correio", movedBack);
      world.awaitWindow("correio", WindowPhase.OVERRUN, "4/4");
      world.applyWindow("correio", movedBack + decided("completed", "joao", 0));
      world.awaitWindow("correio", WindowPhase.COMPLETED, "5/5");
    }

    String of = "PRODEST Informa: %s: Correio eletrônico";
    for (String address : List.of(SEGER, SEDU)) {
      assertThat(world.subjects(address))
          .containsExactly(
              of.formatted("Manutenção Programada"),
              of.formatted("Lembrete de Manutenção Programada"),
              of.formatted("Manutenção Reprogramada"),
              of.formatted("Manutenção em Atraso"),
              of.formatted("Manutenção Concluída"));
    }
  }

  private String move(int start, int end, int minute) {
    return "{start: \"%s\", end: \"%s\", by: bia, at: \"%s\"}"
        .formatted(
            world.in(Duration.ofHours(start)),
            world.in(Duration.ofHours(end)),
            world.in(Duration.ofMinutes(minute)));
  }

  @Test
  void anInternalIncidentTellsNobodyWhateverIsDecided() {
    world.channel("group", "subscribes: [{}]");
    try (OneOperator _ = world.operator("one")) {
      world.apply(
          "correio",
          "audience: Internal\n"
              + report("Client")
              + decided("acknowledgement", "ana", 1)
              + verdict("scope: General", 3)
              + decided("restoration", "joao", 5));
      world.await("correio", IncidentPhase.RESTORED);
    }

    assertThat(world.notices()).isEmpty();
    assertThat(world.subjects(SEGER)).isEmpty();
  }

  @Test
  void whatDoesNotConformIsRecordedAndToldOnceRestoredByItselfAndClosedByAPerson()
      throws Exception {
    world.channel("support", "retry: {schedule: [1s], deadline: 1h}");
    world.channel("group", "subscribes: [{}]");
    world.policy(
        "folha",
        """
        nonConformity: {component: Backup da Folha, responsibleTeam: suporte, closeWithin: 3s}
        notify: [{channelRef: {name: support}}]
        """);
    try (OneOperator _ = world.operator("one");
        OneOperator _ = world.operator("other");
        AutoCloseable _ = world.policyOperator();
        AutoCloseable _ = world.policyOperator()) {
      world.ended("folha", "folha-1", RunPhase.FAILED, 1);
      await().atMost(PATIENCE).until(() -> world.names().contains("folha-failed-1"));
      world.await("folha-failed-1", IncidentPhase.UNDER_ANALYSIS);
      world.awaitDelivered("folha-failed-1", "2/2");

      world.ended("folha", "folha-2", RunPhase.FAILED, 2);
      await().atMost(PATIENCE).until(() -> signals("folha-failed-1") == 2);
      world.ended("folha", "folha-3", RunPhase.SUCCEEDED, 3);
      world.await("folha-failed-1", IncidentPhase.RESTORED);
      assertThat(world.condition("folha-failed-1", "SignalActive")).isEqualTo("False CauseGone");

      world.patch(
          "folha-failed-1",
          "{\"closure\":{\"rootCause\":\"Senha trocada.\",\"procedureRevised\":\"Passo 2.\",\"by\":\"ana\",\"at\":%s}}"
              .formatted(world.at(4)));
      world.await("folha-failed-1", IncidentPhase.CLOSED);
      assertThat(world.names()).containsExactly("folha-failed-1");

      world.ended("folha", "folha-4", RunPhase.FAILED, 5);
      await().atMost(PATIENCE).until(() -> world.names().contains("folha-failed-2"));
      world.awaitDelivered("folha-failed-2", "2/2");
    }

    assertThat(world.names()).containsExactly("folha-failed-1", "folha-failed-2");
    assertThat(world.subjects(SEGER))
        .extracting(subject -> subject.substring(0, subject.indexOf(':', 15)))
        .containsExactly(
            "Não conformidade folha-failed-1",
            "PRAZO VENCIDO: não conformidade folha-failed-1",
            "Não conformidade folha-failed-2",
            "PRAZO VENCIDO: não conformidade folha-failed-2");
    assertThat(world.notices())
        .extracting(notice -> notice.getSpec().channelRef().name())
        .containsOnly("support");
  }

  private int signals(String name) {
    CountedStatus counted = world.status(name).counted();
    return counted == null ? 0 : counted.signals();
  }

  private void applyAgainAndAgain(String spec) {
    for (int i = 0; i <= 50; i++) {
      world.apply("correio", spec + "updateEvery: %dh\n".formatted(1 + i % 2));
    }
  }

  private static State state(Notice notice) {
    return notice.getStatus() == null || notice.getStatus().state() == null
        ? State.PENDING
        : notice.getStatus().state();
  }

  private static String report(String origin) {
    return """
    type: Failure
    component: {name: correio, displayName: Correio eletrônico}
    origin: %s
    impact: o acesso às caixas postais
    """
        .formatted(origin);
  }

  private String decided(String decision, String by, int second) {
    return "%s: {by: %s, at: %s}\n".formatted(decision, by, world.at(second));
  }

  private String verdict(String scope, int second) {
    return "verdict: {outcome: Confirmed, %s, by: joao, at: %s}\n"
        .formatted(scope, world.at(second));
  }
}
