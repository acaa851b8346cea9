package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.incident.NonConformityCause;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For what a record of a non-conformity is opened.
 *
 * @param causes for which; all of them when not given
 * @param openAfterFailures how many runs in a row must have failed; 1 when not given
 * @param component what people call what is copied; null means the name of the policy
 * @param responsibleTeam who looks into it; null where nobody is named
 * @param closeWithin how long that may take; {@link #DEFAULT_CLOSE_WITHIN} when not given
 */
@ApiObject
public record NonConformitySpec(
    @JsonPropertyDescription(
            "For what a record is opened. Without it, for all of them. Failed, Missed, Degraded: how"
                + " a run of the whole source ended. Late: RPOMet is False. Unverified: Verified is"
                + " False.")
        @Size(min = 1, max = 5)
        @ListSet
        List<NonConformityCause> causes,
    @JsonPropertyDescription(
            "How many runs in a row must have Failed before there is a record of that.")
        @Default("1")
        @Min(1)
        @Max(20)
        Integer openAfterFailures,
    @JsonPropertyDescription(
            "What people call what is copied, for example Backup da Folha. Without it, the name of the"
                + " policy.")
        @Size(min = 1, max = 200)
        @Nullable String component,
    @JsonPropertyDescription("Who looks into it.") @Size(min = 1, max = 63)
        @Nullable String responsibleTeam,
    @JsonPropertyDescription(
            "How long a person has to close a record. After that it is told once more.")
        @Default(NonConformitySpec.DEFAULT_CLOSE_WITHIN)
        @DurationText
        String closeWithin) {

  /** How long a person has when nothing is said. */
  public static final String DEFAULT_CLOSE_WITHIN = "7d";

  public NonConformitySpec {
    causes =
        causes == null || causes.isEmpty()
            ? List.copyOf(EnumSet.allOf(NonConformityCause.class))
            : List.copyOf(causes);
    openAfterFailures = openAfterFailures == null ? 1 : openAfterFailures;
    closeWithin = closeWithin == null ? DEFAULT_CLOSE_WITHIN : closeWithin;
  }
}
