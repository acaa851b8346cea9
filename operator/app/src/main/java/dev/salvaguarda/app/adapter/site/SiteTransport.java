package dev.salvaguarda.app.adapter.site;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.StaticSiteLogin;
import dev.salvaguarda.controller.port.PublicRecord;
import dev.salvaguarda.controller.port.Transport;
import dev.salvaguarda.domain.site.Site;
import dev.salvaguarda.domain.site.SiteFile;
import dev.salvaguarda.domain.site.SiteFiles;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes pages as they follow from the notices. A probe writes the page as well: it says nothing
 * that was not told, and puts back what somebody took away.
 *
 * <p>Whoever has written reads the notices once more, and writes again if they have changed: so the
 * last one to write, in whatever order writers come, has written what stands in the notices.
 */
public final class SiteTransport implements Transport<StaticSiteLogin> {
  private static final Logger LOG = LoggerFactory.getLogger(SiteTransport.class);
  private static final int MOST_ROUNDS = 5;

  /** No file is begun later, and one takes less than this: so all ends within two minutes. */
  private static final Duration ENOUGH = Duration.ofMinutes(1);

  private final PublicRecord notices;
  private final PageShelf.Opener shelves;
  private final SiteFiles files;
  private final Clock clock;

  public SiteTransport(
      PublicRecord notices, PageShelf.Opener shelves, SiteFiles files, Clock clock) {
    this.notices = notices;
    this.shelves = shelves;
    this.files = files;
    this.clock = clock;
  }

  /** What is done with a page's place. */
  @FunctionalInterface
  private interface Work {
    Optional<DeliveryFailure> with(PageShelf shelf);
  }

  @Override
  public Optional<DeliveryFailure> probe(StaticSiteLogin login) {
    return attempt(
        login,
        shelf -> {
          if (login.suspended()) {
            shelf.look();
            return Optional.empty();
          }
          return write(login, page(login), shelf);
        });
  }

  @Override
  public SendOutcome send(StaticSiteLogin login, Dispatch dispatch) {
    return attempt(login, shelf -> tell(dispatch.about().name(), login, shelf))
        .<SendOutcome>map(SendOutcome.NotSent::new)
        .orElseGet(() -> new SendOutcome.Answered("", Map.of()));
  }

  private Optional<DeliveryFailure> tell(String notice, StaticSiteLogin login, PageShelf shelf) {
    Site page = page(login);
    return page.told().stream().anyMatch(told -> told.id().equals(notice))
        ? write(login, page, shelf)
        : Optional.of(
            new DeliveryFailure(
                DeliveryFailure.Reason.REJECTED,
                "",
                "It is not meant for the public: a page shows nothing else."));
  }

  private Optional<DeliveryFailure> write(StaticSiteLogin login, Site first, PageShelf shelf) {
    Instant end = clock.instant().plus(ENOUGH);
    Site page = first;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      for (SiteFile file : files.of(page)) {
        if (clock.instant().isAfter(end)) {
          return deferred("The page could not be written within a minute.");
        }
        shelf.put(file);
      }
      Site now = page(login);
      if (now.equals(page)) {
        return Optional.empty();
      }
      page = now;
    }
    return deferred("The notices changed as often as the page was written.");
  }

  private Site page(StaticSiteLogin login) {
    return login.page().showing(notices.of(login.namespace(), login.channel()));
  }

  private Optional<DeliveryFailure> attempt(StaticSiteLogin login, Work work) {
    try (PageShelf shelf = shelves.open(login)) {
      return work.with(shelf);
    } catch (RepositoryException e) {
      return Optional.of(new DeliveryFailure(reason(e.reason()), "", e.sentence()));
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("channel", login.namespace() + "/" + login.channel())
          .log("notices could not be read");
      return deferred("The notices that the page shows could not be read.");
    }
  }

  private static Optional<DeliveryFailure> deferred(String sentence) {
    return Optional.of(new DeliveryFailure(DeliveryFailure.Reason.DEFERRED, "", sentence));
  }

  /** Nothing is given up: a person mends a right or a bucket, and the page is written then. */
  private static DeliveryFailure.Reason reason(Reason reason) {
    return switch (reason) {
      case UNREACHABLE -> DeliveryFailure.Reason.SERVER_UNREACHABLE;
      case TLS_NOT_TRUSTED -> DeliveryFailure.Reason.TLS_NOT_TRUSTED;
      case ACCESS_DENIED -> DeliveryFailure.Reason.LOGIN_REFUSED;
      case CLOCK_SKEW,
          OUT_OF_SPACE,
          NO_BUCKET,
          NO_REPOSITORY,
          ALREADY_EXISTS,
          WRONG_PASSWORD,
          LOCKED,
          LOCK_LOST,
          OBJECT_MISSING,
          CORRUPT,
          UNSUPPORTED,
          INVALID_REQUEST,
          UNEXPECTED,
          SCRATCH,
          CANCELLED ->
          DeliveryFailure.Reason.DEFERRED;
    };
  }
}
