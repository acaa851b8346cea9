package dev.salvaguarda.domain.alert;

/**
 * An alert, and the incident that it belongs to.
 *
 * @param key what it shares with the other alerts of the incident
 * @param title the component as people call it
 * @param sighting what is kept of it
 */
public record FiledAlert(AlertKey key, String title, Sighting sighting) {}
