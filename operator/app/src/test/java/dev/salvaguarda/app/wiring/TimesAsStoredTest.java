package dev.salvaguarda.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.api.run.BackupRunStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesAsStoredTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-27T14:02:00Z | 2026-11-27T14:02:00Z",
        "2026-11-27T14:02:00-03:00 | 2026-11-27T17:02:00Z",
        "2026-11-27T14:02:00.5+05:45 | 2026-11-27T08:17:00.5Z",
        "2026-11-27T14:02:00+19:00 | 2026-11-26T19:02:00Z",
        "2026-11-27T14:02:00-30:00 | 2026-11-28T20:02:00Z",
        "2026-11-27T14:02:00-99:99 | 2026-12-01T18:41:00Z",
        "2026-11-27T14:02:00.1234567890123Z | 2026-11-27T14:02:00.123456789Z",
        "2026-11-27T14:02:00,25Z | 2026-11-27T14:02:00.25Z",
        "2026-11-27t14:02:00z | 2026-11-27T14:02:00Z",
        "2026-11-27T14:02:00ZT14 | 2026-11-27T14:02:00Z",
        "0000-01-01T00:00:00-00:00 | 0000-01-01T00:00:00Z",
      })
  void whateverTheApiServerStoresIsReadAsItWasMeant(String stored, Instant meant) {
    assertThat(startTime(stored)).isEqualTo(meant);
  }

  @Test
  void whatIsNoTimeIsNotTakenForOne() {
    assertThatThrownBy(() -> startTime("yesterday")).hasStackTraceContaining("not a time");
    assertThatThrownBy(() -> startTime("2026-11-31T14:02:00Z"))
        .hasStackTraceContaining("not a time");
  }

  private static @Nullable Instant startTime(String stored) {
    ObjectMapper mapper = new ObjectMapper();
    new TimesAsStored().customize(mapper);
    return new KubernetesSerialization(mapper, true)
        .unmarshal("{\"startTime\": \"%s\"}".formatted(stored), BackupRunStatus.class)
        .startTime();
  }
}
