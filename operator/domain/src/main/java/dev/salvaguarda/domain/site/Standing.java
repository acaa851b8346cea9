package dev.salvaguarda.domain.site;

import dev.salvaguarda.domain.name.WireName;

/**
 * How a matter stands, as far as was told. The order is that in which it can only go on, but for
 * maintenance that is moved: what was said of its end holds, whatever else was said at whatever
 * time.
 */
enum Standing {
  /** Something was said, and nothing of how it stands. */
  TOLD(Place.OVER),
  UNDER_ANALYSIS(Place.NOW),
  NOT_CONFIRMED(Place.OVER),
  DISTURBED(Place.NOW),
  RESTORED(Place.OVER),
  PLANNED(Place.PLANNED),
  OVERRUN(Place.NOW),
  COMPLETED(Place.OVER),
  CANCELLED(Place.OVER);

  /** Where on the page it stands. */
  enum Place {
    NOW,
    PLANNED,
    OVER
  }

  private final Place place;
  private final String wireName = WireName.of(this);

  Standing(Place place) {
    this.place = place;
  }

  /** What follows from a message of this kind. */
  static Standing after(String message) {
    return switch (message) {
      case "ReceiptConfirmation" -> UNDER_ANALYSIS;
      case "UnavailabilityNotConfirmed" -> NOT_CONFIRMED;
      case "IncidentConfirmed", "IncidentConfirmedRestricted", "IncidentUpdate" -> DISTURBED;
      case "ServiceRestored" -> RESTORED;
      case "MaintenanceScheduled", "MaintenanceRescheduled", "MaintenanceReminder" -> PLANNED;
      case "MaintenanceOverrun" -> OVERRUN;
      case "MaintenanceCompleted" -> COMPLETED;
      case "MaintenanceCancelled" -> CANCELLED;
      default -> TOLD;
    };
  }

  Place place() {
    return place;
  }

  /** Such as {@code UnderAnalysis}. */
  String wireName() {
    return wireName;
  }
}
