package dev.salvaguarda.domain.workorder;

import java.util.List;

/**
 * Which packs are read from their first byte to their last.
 *
 * @param rotation whose turn it is
 * @param again packs that were found damaged before, read whether it is their turn or not
 */
public record ReadOrder(PackRotation rotation, List<String> again) {
  public ReadOrder {
    again = List.copyOf(again);
  }

  /** Whether a pack is read, by its 64 hexadecimal digits. */
  public boolean reads(String pack) {
    return rotation.reads(pack) || again.contains(pack);
  }
}
