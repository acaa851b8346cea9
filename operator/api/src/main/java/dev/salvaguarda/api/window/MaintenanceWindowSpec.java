package dev.salvaguarda.api.window;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.incident.DecisionSpec;
import dev.salvaguarda.api.incident.IncidentParts.ComponentSpec;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.schema.ListSet;
import dev.salvaguarda.api.schema.TimeZoneName;
import dev.salvaguarda.api.schema.ToldText;
import dev.salvaguarda.api.window.WindowParts.CancelledSpec;
import dev.salvaguarda.api.window.WindowParts.MoveSpec;
import dev.salvaguarda.api.window.WindowParts.RequestedSpec;
import dev.salvaguarda.api.window.WindowParts.SuppressSpec;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When work is to be done and why, and what people decided about it. A decision is taken once.
 *
 * @param type whether something is to be prevented or mended
 * @param components 1 to 20 that are worked on
 * @param start when it is to begin, as it was announced first
 * @param end when it is to be over, likewise
 * @param timeZone IANA name of the zone in which its messages tell times; null means each channel's
 * @param purpose what it is for, as it is told; null means what the norm NPI-007 says
 * @param mayCauseUnavailability whether the components may not work meanwhile; true when not given
 * @param requested who asked for it
 * @param announcement that it takes place; null until then
 * @param moves other times for it, in the order in which they were decided
 * @param cancelled that it does not take place; null while it does
 * @param completed that the work is done; null until then
 * @param reminders how long before its start it is recalled; empty means never
 * @param minimumNotice how long before its start it should be announced; null if nobody said
 * @param suppress what it keeps from happening
 * @param incidentRef the incident that it mends; null without one
 */
@ApiObject
@ValidationRule(value = "self.end > self.start", message = "end must be after start")
@ValidationRule(
    value = "self.type != 'Corrective' || has(self.purpose)",
    message =
        "purpose must be said of Corrective maintenance: the norm's own words speak of an upgrade")
@ValidationRule(
    value = MaintenanceWindowSpec.DECIDED_ONCE,
    message =
        "a decision is taken once: what is in announcement, cancelled or completed can't be changed"
            + " or taken back. Add a move, or create another window")
@ValidationRule(
    value = MaintenanceWindowSpec.AS_ANNOUNCED,
    message =
        "what was announced can't be changed: type, components, start, end, timeZone, purpose,"
            + " mayCauseUnavailability and requested. Other times are an entry of moves")
@ValidationRule(
    value = MaintenanceWindowSpec.RECALLED_AS_ANNOUNCED,
    message =
        "reminders are added to an announced window with a move alone: each is told, in the name of"
            + " who announced or moved it")
@ValidationRule(
    value =
        "has(self.announcement) || !(has(self.completed)"
            + " || (has(self.moves) && self.moves.size() > 0))",
    message = "moves and completed are of an announced window")
@ValidationRule(
    value = "!(has(self.completed) && has(self.cancelled))",
    message = "a window is completed or cancelled, not both")
@ValidationRule(
    value = MaintenanceWindowSpec.DATED_AFTER_THE_ANNOUNCEMENT,
    message = "what follows an announcement is not dated before it")
@ValidationRule(
    value =
        "!has(oldSelf.moves) || (has(self.moves)"
            + " && oldSelf.moves.all(o, self.moves.exists(m, m == o)))",
    message = "a move can't be taken back: it was told. Add another one")
@ValidationRule(
    value =
        "!has(self.moves) || self.moves.all(m, (has(oldSelf.moves)"
            + " && oldSelf.moves.exists(o, o == m))"
            + " || !(has(oldSelf.completed) || has(oldSelf.cancelled)"
            + " || (has(oldSelf.moves) && oldSelf.moves.exists(o, o.at >= m.at))))",
    message =
        "a move is dated after all that were there before, and a window that is over is not moved")
public record MaintenanceWindowSpec(
    @JsonPropertyDescription(
            "Preventive: so that nothing breaks. Corrective: to mend something; purpose says what.")
        @Required
        Type type,
    @JsonPropertyDescription("What is worked on.")
        @Required
        @Size(min = 1, max = 20)
        @ListMap("name")
        List<ComponentSpec> components,
    @JsonPropertyDescription(
            "When it is to begin. Once it is announced, other times are an entry of moves.")
        @Required
        Instant start,
    @JsonPropertyDescription("When it is to be over, likewise.") @Required Instant end,
    @JsonPropertyDescription(
            "IANA name of the zone in which the messages tell its times, for example"
                + " America/Rio_Branco. Without it, each channel's own.")
        @TimeZoneName
        @Nullable String timeZone,
    @JsonPropertyDescription(
            "What it is for, as it is told after the words the purpose of this maintenance is.")
        @Size(min = 1, max = 500)
        @ToldText
        @Nullable String purpose,
    @JsonPropertyDescription(
            "Whether the components may not work, or badly, while it lasts; that is told.")
        @Default("true")
        Boolean mayCauseUnavailability,
    @JsonPropertyDescription("Who asked for it.") @Required RequestedSpec requested,
    @JsonPropertyDescription("That it takes place; that is told. Set once.")
        @Nullable DecisionSpec announcement,
    @JsonPropertyDescription(
            "Other times for it, once it was announced; each is told. They are added, and never"
                + " changed or taken back.")
        @Size(max = 20)
        @ListMap("at")
        List<MoveSpec> moves,
    @JsonPropertyDescription(
            "That it does not take place; that is told if it was announced. Set once.")
        @Nullable CancelledSpec cancelled,
    @JsonPropertyDescription("That the work is done; that is told. Set once.")
        @Nullable DecisionSpec completed,
    @JsonPropertyDescription(
            "How long before its start it is recalled, for example 24h; once each. Without it,"
                + " never.")
        @Size(max = 5)
        @ListSet
        @ValidationRule(
            value =
                "self.all(p, p.matches('^([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$')"
                    + " && p.matches('[1-9]'))",
            message = "must be times such as 7d, 24h or 30m, each greater than zero")
        List<@Size(max = 32) String> reminders,
    @JsonPropertyDescription(
            "How long before its start it should be announced. What is announced later is told all"
                + " the same, and AnnouncedInTime says so.")
        @DurationText
        @Nullable String minimumNotice,
    @JsonPropertyDescription("What it keeps from happening, once it is announced.") @Default("{}")
        SuppressSpec suppress,
    @JsonPropertyDescription("The Incident that it mends.") @Nullable LocalRef incidentRef) {

  static final String DECIDED_ONCE =
      "(!has(oldSelf.announcement)"
          + " || (has(self.announcement) && self.announcement == oldSelf.announcement))"
          + " && (!has(oldSelf.cancelled)"
          + " || (has(self.cancelled) && self.cancelled == oldSelf.cancelled))"
          + " && (!has(oldSelf.completed)"
          + " || (has(self.completed) && self.completed == oldSelf.completed))";

  static final String AS_ANNOUNCED =
      "!has(oldSelf.announcement) || (self.type == oldSelf.type"
          + " && self.components == oldSelf.components"
          + " && self.start == oldSelf.start && self.end == oldSelf.end"
          + " && has(self.timeZone) == has(oldSelf.timeZone)"
          + " && (!has(self.timeZone) || self.timeZone == oldSelf.timeZone)"
          + " && has(self.purpose) == has(oldSelf.purpose)"
          + " && (!has(self.purpose) || self.purpose == oldSelf.purpose)"
          + " && self.mayCauseUnavailability == oldSelf.mayCauseUnavailability"
          + " && self.requested == oldSelf.requested)";

  /** Whoever may not announce can't have the public told more often. */
  static final String RECALLED_AS_ANNOUNCED =
      "!has(oldSelf.announcement)"
          + " || !has(self.reminders) || (has(oldSelf.reminders)"
          + " && self.reminders.all(r, r in oldSelf.reminders))"
          + " || (has(self.moves) && (!has(oldSelf.moves)"
          + " || self.moves.size() > oldSelf.moves.size()))";

  /**
   * Whether there is an announcement at all says another rule. What ends a window may be dated
   * before a move: one that somebody dated in another year, and that can't be taken back, must not
   * keep it from being cancelled.
   */
  static final String DATED_AFTER_THE_ANNOUNCEMENT =
      "!has(self.announcement)"
          + " || ((!has(self.completed) || self.completed.at >= self.announcement.at)"
          + " && (!has(self.cancelled) || self.cancelled.at >= self.announcement.at)"
          + " && (!has(self.moves) || self.moves.all(m, m.at >= self.announcement.at)))";

  public MaintenanceWindowSpec {
    components = components == null ? List.of() : List.copyOf(components);
    mayCauseUnavailability = mayCauseUnavailability == null || mayCauseUnavailability;
    moves = moves == null ? List.of() : List.copyOf(moves);
    suppress = suppress == null ? SuppressSpec.usual() : suppress;
    reminders = reminders == null ? List.of() : List.copyOf(reminders);
  }

  /** Whether something is to be prevented or mended. */
  public enum Type {
    /** So that nothing breaks. */
    @JsonProperty("Preventive")
    PREVENTIVE,
    /** To mend something. */
    @JsonProperty("Corrective")
    CORRECTIVE
  }
}
