package dev.salvaguarda.controller.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.maintenance.LookFailures.Judgement;
import dev.salvaguarda.controller.status.FailedLook;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookFailuresTest {
  private static final Judgement SILENT = new Judgement(false, false);
  private static final Judgement NEWS = new Judgement(true, true);
  private static final Judgement KNOWN = new Judgement(true, false);

  private final LookFailures failures = new LookFailures();
  private final FailedLook conflict = look(409);
  private final FailedLook away = look(503);
  private final FailedLook denied = look(403);

  @Test
  void whatPassesByItselfIsToldOnceItGoesOn() {
    assertThat(judgements(conflict, 7))
        .containsExactly(SILENT, SILENT, SILENT, SILENT, SILENT, NEWS, KNOWN);
  }

  @Test
  void anOutageIsToldOnceItLastsAndARefusalAtOnce() {
    assertThat(judgements(away, 4)).containsExactly(SILENT, SILENT, NEWS, KNOWN);
    assertThat(judgements(denied, 2)).containsExactly(NEWS, KNOWN);
  }

  @Test
  void afterAGoodLookAllBeginsAnew() {
    assertThat(judgements(denied, 2)).containsExactly(NEWS, KNOWN);
    failures.passed("a");
    assertThat(judgements(denied, 1)).containsExactly(NEWS);
  }

  @Test
  void eachObjectIsToldOfForItself() {
    assertThat(failures.failed("a", denied)).isEqualTo(NEWS);
    assertThat(failures.failed("b", denied)).isEqualTo(NEWS);
  }

  private List<Judgement> judgements(FailedLook look, int times) {
    return IntStream.range(0, times).mapToObj(_ -> failures.failed("a", look)).toList();
  }

  private static FailedLook look(int code) {
    return FailedLook.of(new KubernetesClientException("words", code, null));
  }
}
