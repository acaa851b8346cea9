package dev.salvaguarda.controller.notice;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.domain.notice.Answer;
import dev.salvaguarda.domain.notice.ReceiverMark;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What came of an attempt, without an address.
 *
 * @param number of the attempt
 * @param providerId what the server calls the message; empty if it said nothing
 * @param code what the server answered; empty without an answer, or if everybody got it
 * @param due marks of those who may get it in another attempt, where the server answered for each
 * @param notDue marks of those who will not, likewise
 * @param gone whether the channel is not to be used any more
 */
record Sent(
    int number,
    Answer answer,
    String providerId,
    String code,
    List<String> due,
    List<String> notDue,
    boolean gone) {
  Sent {
    due = List.copyOf(due);
    notDue = List.copyOf(notDue);
  }

  /** Of which the server did not answer for each receiver. */
  static Sent without(int number, Answer answer, String code) {
    return without(number, answer, code, false);
  }

  private static Sent without(int number, Answer answer, String code, boolean gone) {
    return new Sent(number, answer, "", code, List.of(), List.of(), gone);
  }

  /**
   * Reads an outcome.
   *
   * @param addresses that were written to
   * @param impossible how many more can't be addresses, and were left out
   */
  static Sent of(
      int number,
      SendOutcome outcome,
      String noticeUid,
      Collection<String> addresses,
      int impossible) {
    return switch (outcome) {
      case SendOutcome.Answered(String id, Map<String, DeliveryFailure> refused) ->
          answered(number, id, refused, noticeUid, addresses.size(), impossible);
      case SendOutcome.NotSent(DeliveryFailure failure) ->
          without(
              number,
              new Answer.NotSent(failure.reason().passes(), failure.message(), failure.pause()),
              failure.code(),
              failure.reason() == DeliveryFailure.Reason.GONE);
      case SendOutcome.Unknown(String message) -> without(number, new Answer.Unknown(message), "");
    };
  }

  private static Sent answered(
      int number,
      String id,
      Map<String, DeliveryFailure> refused,
      String noticeUid,
      int addressed,
      int impossible) {
    List<String> due = marks(refused, noticeUid, true);
    List<String> notDue = marks(refused, noticeUid, false);
    int rejected = notDue.size() + impossible;
    String code =
        refused.values().stream().map(DeliveryFailure::code).sorted().findFirst().orElse("");
    return new Sent(
        number,
        new Answer.Answered(
            addressed - refused.size(),
            due.size(),
            rejected,
            sentence(addressed + impossible, due.size(), rejected, refused.values())),
        id,
        code,
        due,
        notDue,
        false);
  }

  private static List<String> marks(
      Map<String, DeliveryFailure> refused, String noticeUid, boolean passes) {
    return refused.entrySet().stream()
        .filter(one -> one.getValue().reason().passes() == passes)
        .map(one -> ReceiverMark.of(noticeUid, one.getKey()))
        .sorted()
        .toList();
  }

  private static String sentence(
      int all, int deferred, int rejected, Collection<DeliveryFailure> why) {
    if (deferred == 0 && rejected == 0) {
      return "";
    }
    String first =
        why.stream()
            .map(DeliveryFailure::message)
            .sorted()
            .findFirst()
            .map(words -> " " + words)
            .orElse(" What can't be an address gets nothing.");
    if (all == 1) {
      return (rejected > 0 ? "The receiver was refused." : "The receiver was not reached for now.")
          + first;
    }
    String refused = rejected == 0 ? "" : "%d %s refused".formatted(rejected, were(rejected));
    String late =
        deferred == 0 ? "" : "%d %s not reached for now".formatted(deferred, were(deferred));
    return "Of %d receivers %s%s%s.%s"
        .formatted(all, refused, refused.isEmpty() || late.isEmpty() ? "" : ", and ", late, first);
  }

  private static String were(int number) {
    return number == 1 ? "was" : "were";
  }
}
