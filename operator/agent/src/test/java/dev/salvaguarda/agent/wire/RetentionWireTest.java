package dev.salvaguarda.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.retention.CalendarSpan;
import dev.salvaguarda.domain.retention.Cause;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.retention.NextPass;
import dev.salvaguarda.domain.retention.RemovalLimit;
import dev.salvaguarda.domain.retention.RetentionRules;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.domain.workorder.RetentionResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionWireTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Announcement TOLD = new Announcement(NOW, "keepLast=1 in America/Fortaleza");

  private final ObjectMapper mapper = WireFormat.mapper();

  @Test
  void anOrderIsReadAsItWasWritten() throws JsonProcessingException {
    RetentionOrder order =
        new RetentionOrder(
            "city",
            "payroll",
            NOW,
            new RetentionTerms(
                new RetentionRules(1, 2, 3, 4, 5, -1, new CalendarSpan(1, 5, 7, 2)),
                ZoneId.of("America/Fortaleza"),
                new Floors(
                    Set.of("good"),
                    Set.of("verified"),
                    Map.of("uid", "inspection"),
                    Set.of("damaged")),
                new RemovalLimit(3, TOLD, false)),
            new NextPass(
                NOW, List.of("0 22 * * *"), Duration.ofMinutes(7), Set.of("uid"), Set.of("good")));

    assertThat(mapper.readValue(mapper.writeValueAsString(order), RetentionOrder.class))
        .isEqualTo(order);
  }

  @Test
  void aResultIsReadAsItWasWritten() throws JsonProcessingException {
    RetentionResult result =
        new RetentionResult(
            "city",
            "payroll",
            NOW,
            "keepLast=1",
            5,
            0,
            4,
            1,
            TOLD,
            Map.of(Cause.LAST, 1),
            List.of(new RetentionResult.Sample("id", "payroll", NOW, Fate.HELD_BACK, "why")),
            new RetentionResult.Preview(
                NOW,
                "keepLast=1 in America/Fortaleza",
                1,
                6,
                1,
                List.of(new RetentionResult.Sample("id", "payroll", NOW, Fate.REMOVED, "why"))));

    assertThat(mapper.readValue(mapper.writeValueAsString(result), RetentionResult.class))
        .isEqualTo(result);
  }
}
