package dev.salvaguarda.domain.guest;

/**
 * A guest, for people.
 *
 * @param vmid its number, unique in its cluster
 * @param name as a person gave it; empty if nobody did, and not unique
 */
public record GuestName(int vmid, String name) {
  /** Such as {@code 104 (help-desk)}. */
  public String text() {
    return name.isEmpty() ? String.valueOf(vmid) : "%d (%s)".formatted(vmid, name);
  }
}
