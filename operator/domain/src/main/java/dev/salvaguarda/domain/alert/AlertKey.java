package dev.salvaguarda.domain.alert;

import dev.salvaguarda.domain.name.ShortName;
import java.util.List;

/**
 * What alerts have in common that belong to one incident. It is made of labels, never of a text for
 * people.
 *
 * @param namespace of the incident
 * @param component what does not work, in lower-case letters, digits and hyphens
 * @param id 16 hexadecimal digits of component and whatever else tells incidents apart; fits a
 *     label
 */
public record AlertKey(String namespace, String component, String id) {
  private static final int DIGITS = 16;

  static AlertKey of(String namespace, String component, List<String> more) {
    String all = component + "\n" + String.join("\n", more);
    return new AlertKey(namespace, component, ShortName.longHash(all).substring(0, DIGITS));
  }
}
