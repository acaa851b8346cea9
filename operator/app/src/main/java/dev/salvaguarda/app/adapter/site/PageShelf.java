package dev.salvaguarda.app.adapter.site;

import dev.salvaguarda.controller.delivery.StaticSiteLogin;
import dev.salvaguarda.domain.site.SiteFile;

/**
 * Where the files of a page lie. What goes wrong is a {@link
 * dev.salvaguarda.repository.model.RepositoryException}.
 */
public interface PageShelf extends AutoCloseable {

  /** Puts a file there, in the place of one of the same name. */
  void put(SiteFile file);

  /** Looks whether files could lie there, and changes nothing. */
  void look();

  @Override
  void close();

  /** Connects to the place of a login; the caller closes it. */
  @FunctionalInterface
  interface Opener {
    PageShelf open(StaticSiteLogin login);
  }
}
