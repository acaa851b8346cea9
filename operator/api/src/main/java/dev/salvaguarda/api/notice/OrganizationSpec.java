package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ToldText;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * In whose name is spoken, and where readers go.
 *
 * @param name as it stands in the messages
 * @param serviceDeskUrl where service requests are opened; null where that is told nowhere
 * @param groupName what the group is called in which people report; null likewise
 */
@ApiObject
public record OrganizationSpec(
    @JsonPropertyDescription("Name of the organisation, as it stands in the messages.")
        @Required
        @Size(min = 1, max = 253)
        @ToldText
        String name,
    @JsonPropertyDescription("Where service requests are opened.")
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches(r'^https?://[^\\s\\p{Z}\\p{C}<>\"]+$')",
            message = "must be an address such as https://servicedesk.example.org")
        @Nullable String serviceDeskUrl,
    @JsonPropertyDescription("What the group is called in which people report and are told.")
        @Size(min = 1, max = 253)
        @ToldText
        @Nullable String groupName) {

  /** The organisation whose norm the messages about incidents follow. */
  public static OrganizationSpec ofTheNorm() {
    return new OrganizationSpec(
        "PRODEST", "https://servicedesk.prodest.es.gov.br", "Grupo WhatsApp TI ES");
  }
}
