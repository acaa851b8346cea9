package dev.salvaguarda.controller.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerReportTest {
  @Test
  void whatIsDoneWholeIsSaidInOneWayAndWhatNobodyHasCountedNotAtAll() {
    assertThat(WorkerReport.targets(1, 3)).isEqualTo("1/3 targets");
    assertThat(WorkerReport.targets(3, 3)).isEqualTo("100 %");
    assertThat(WorkerReport.targets(0, 0)).isNull();
  }
}
