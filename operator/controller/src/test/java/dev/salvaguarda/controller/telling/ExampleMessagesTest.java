package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.IncidentMessages;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.window.WindowMessages;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the norm's messages, one each. */
class ExampleMessagesTest {
  private static final Path EXAMPLES = Path.of("..", "..", "examples");
  private static final Instant NOW = Instant.parse("2026-11-27T19:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "93-message-receipt.yaml,RECEIPT_CONFIRMATION",
    "94-message-not-confirmed.yaml,UNAVAILABILITY_NOT_CONFIRMED",
    "95-message-confirmed.yaml,INCIDENT_CONFIRMED",
    "96-message-restored.yaml,SERVICE_RESTORED",
    "98-message-restricted.yaml,INCIDENT_CONFIRMED_RESTRICTED",
  })
  void theLastDecisionOfAnIncidentIsToldByTheMessageThatItsFileNames(String file, Message message)
      throws IOException {
    Incident incident = read(file, Incident.class);

    assertThat(IncidentMessages.owed(IncidentRecord.of(incident, NOW)))
        .extracting(OwedMessage::message)
        .endsWith(message);
  }

  @ParameterizedTest
  @CsvSource("97-message-maintenance.yaml,MAINTENANCE_SCHEDULED")
  void theAnnouncementOfWorkIsToldByTheMessageThatItsFileNames(String file, Message message)
      throws IOException {
    MaintenanceWindow window = read(file, MaintenanceWindow.class);

    assertThat(WindowMessages.owed(WindowRecord.of(window, NOW), NOW))
        .extracting(OwedMessage::message)
        .isEqualTo(List.of(message));
  }

  private static <T extends HasMetadata> T read(String file, Class<T> kind) throws IOException {
    T read = Serialization.unmarshal(Files.readString(EXAMPLES.resolve(file)), kind);
    read.getMetadata().setCreationTimestamp("2026-11-27T17:03:00Z");
    return read;
  }
}
