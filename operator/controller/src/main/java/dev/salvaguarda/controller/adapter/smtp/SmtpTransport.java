package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.port.Transport;
import java.util.Optional;

/** Hands notices to mail servers, one connection for each. */
public final class SmtpTransport implements Transport<EmailLogin> {

  @Override
  public Optional<DeliveryFailure> probe(EmailLogin login) {
    Transcript transcript = new Transcript();
    Ending ending =
        new Conversation(login, transcript).hold((_, _) -> Letter.mailbox("sender", login.from()));
    return ending instanceof Ending.Complete
        ? Optional.empty()
        : Optional.of(new Ruling(login, transcript.page(), ending).failure());
  }

  @Override
  public SendOutcome send(EmailLogin login, Dispatch dispatch) {
    Envelope envelope = Envelope.of(dispatch.addresses());
    if (envelope.names().isEmpty()) {
      return new SendOutcome.Answered("", envelope.invalid());
    }
    Transcript transcript = new Transcript();
    Ending ending =
        new Conversation(login, transcript)
            .hold((courier, session) ->
                courier.sendMessage(
                    Letter.compose(session, login, dispatch, envelope.receivers()),
                    envelope.toArray()));
    return new Ruling(login, transcript.page(), ending).outcome(envelope);
  }
}
