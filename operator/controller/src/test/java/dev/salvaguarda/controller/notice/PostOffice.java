package dev.salvaguarda.controller.notice;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.port.Transport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Takes what is sent, and says what a test wants it to say. */
final class PostOffice implements Transport<EmailLogin> {
  /** One copy for one receiver. */
  record Copy(String id, String address, String subject) {}

  private final List<Copy> copies = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Function<Dispatch, SendOutcome>> script =
      new ConcurrentLinkedQueue<>();

  /** The next message is taken, or not, as the function says. */
  void next(Function<Dispatch, SendOutcome> answer) {
    script.add(answer);
  }

  /** The next message is taken; the answer comes once the latch is open, if ever. */
  CountDownLatch holdTheNextAnswer(CountDownLatch open) {
    CountDownLatch taken = new CountDownLatch(1);
    next(dispatch -> {
      SendOutcome answer = take(dispatch);
      taken.countDown();
      try {
        open.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return new SendOutcome.Unknown("Interrupted.");
      }
      return answer;
    });
    return taken;
  }

  SendOutcome take(Dispatch dispatch) {
    dispatch
        .addresses()
        .forEach(
            address -> copies.add(new Copy(dispatch.id(), address, dispatch.rendered().subject())));
    return new SendOutcome.Answered("queued", Map.of());
  }

  List<Copy> copies() {
    return List.copyOf(copies);
  }

  @Override
  public Optional<DeliveryFailure> probe(EmailLogin login) {
    return Optional.empty();
  }

  @Override
  public SendOutcome send(EmailLogin login, Dispatch dispatch) {
    Function<Dispatch, SendOutcome> answer = script.poll();
    return answer == null ? take(dispatch) : answer.apply(dispatch);
  }
}
