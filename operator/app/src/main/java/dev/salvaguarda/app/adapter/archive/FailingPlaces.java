package dev.salvaguarda.app.adapter.archive;

import dev.salvaguarda.agent.attempt.Unexpected;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a developer why looks into repositories fail, which conditions say in words for a person:
 * once for each kind of look, place and reason, and again after a good look. The log gets classes
 * and places in the code, never an exception's own words.
 */
final class FailingPlaces {
  private static final Logger LOG = LoggerFactory.getLogger(FailingPlaces.class);

  private final Map<Look, Reason> failing = new ConcurrentHashMap<>();

  private record Look(String work, String place) {}

  /** Whether this is news; the log has it then. */
  boolean failed(String work, ArchiveLogin login, RepositoryException why) {
    boolean news = failing.put(look(work, login), why.reason()) != why.reason();
    if (news) {
      LOG.atWarn()
          .addKeyValue("repository", login.name())
          .addKeyValue("place", login.place().resticUrl())
          .addKeyValue("work", work)
          .addKeyValue("reason", why.reason())
          .addKeyValue("trace", Unexpected.trace(why))
          .log("looks into the repository fail");
    }
    return news;
  }

  void passed(String work, ArchiveLogin login) {
    failing.remove(look(work, login));
  }

  private static Look look(String work, ArchiveLogin login) {
    return new Look(work, login.place().resticUrl());
  }
}
