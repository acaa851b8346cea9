package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import jakarta.mail.Address;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * To whom a message goes.
 *
 * @param names the addresses as they were given, by {@link Transcript#key}; two that a server takes
 *     for one stand behind one key
 * @param invalid the others, by address
 */
record Envelope(Map<String, List<String>> names, Map<String, DeliveryFailure> invalid) {

  static Envelope of(List<String> addresses) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    Map<String, DeliveryFailure> invalid = new LinkedHashMap<>();
    for (String address : addresses) {
      try {
        String key = Transcript.key(Mailbox.of(address).getAddress());
        names.computeIfAbsent(key, _ -> new ArrayList<>()).add(address);
      } catch (AddressException e) {
        invalid.put(
            address,
            new DeliveryFailure(
                DeliveryFailure.Reason.ADDRESS_INVALID,
                "",
                "%s can't be an e-mail address.".formatted(Masked.address(address))));
      }
    }
    return new Envelope(names, invalid);
  }

  /** Those whom a server can be asked for, each once. */
  List<InternetAddress> receivers() {
    return names.values().stream().map(List::getFirst).map(Envelope::known).toList();
  }

  Address[] toArray() {
    return receivers().toArray(new Address[0]);
  }

  private static InternetAddress known(String address) {
    try {
      return Mailbox.of(address);
    } catch (AddressException e) {
      throw new IllegalStateException("was one a moment ago", e);
    }
  }
}
