package dev.salvaguarda.domain.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What RFC 4287 asks of a feed, by the numbers of its sections. */
class AtomRulesTest {
  private static final String ATOM = "http://www.w3.org/2005/Atom";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void feedHasWhatTheRulesAskForOnceAndNothingElse(boolean isQuiet) throws Exception {
    Element feed = feed(isQuiet);

    assertThat(feed.getNamespaceURI()).isEqualTo(ATOM);
    assertThat(feed.getLocalName()).isEqualTo("feed");
    assertThat(names(feed)).containsOnlyOnce("id", "title", "updated", "author"); // 4.1.1
    assertThat(URI.create(text(feed, "id")).isAbsolute()).isTrue(); // 4.2.6
    OffsetDateTime updated = OffsetDateTime.parse(text(feed, "updated")); // 3.3
    assertThat(children(feed, "author").getFirst().getElementsByTagNameNS(ATOM, "name").getLength())
        .isOne(); // 3.2.1
    assertThat(children(feed, "link"))
        .extracting(link -> link.getAttribute("rel"))
        .containsExactly("self", "alternate"); // 4.1.1, 4.2.7.2
    for (Element entry : children(feed, "entry")) {
      assertThat(OffsetDateTime.parse(text(entry, "updated"))).isBeforeOrEqualTo(updated);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pt-BR", "en"})
  void eachEntryHasWhatTheRulesAskForOnceAndAnIdOfItsOwn(String locale) throws Exception {
    List<Element> entries =
        children(
            Feeds.parse(SiteFilesTest.file(Sites.afternoon(locale), "feed.atom"))
                .getDocumentElement(),
            "entry");
    HashSet<String> ids = new HashSet<>();

    assertThat(entries).hasSize(Sites.afternoon(locale).told().size());
    for (Element entry : entries) {
      assertThat(names(entry)) // 4.1.2
          .containsOnlyOnce("id", "title", "updated", "published", "content", "category");
      assertThat(ids.add(text(entry, "id"))).isTrue();
      assertThat(text(entry, "id")).matches("urn:uuid:[0-9a-f-]{36}");
      assertThat(children(entry, "content").getFirst().getAttribute("type")).isEqualTo("text");
      assertThat(entry.getAttribute("xml:lang")).isNotEmpty();
    }
  }

  @Test
  void anEntryKeepsItsIdWhenOthersAreAdded() throws Exception {
    Told first = Sites.told("n1", "s", "IncidentConfirmed", "2026-11-27T17:00:00Z");
    Told second = Sites.told("n2", "s", "ServiceRestored", "2026-11-27T18:00:00Z");

    List<String> before = ids(Sites.of("en", List.of(first)));
    List<String> after = ids(Sites.of("pt-BR", List.of(first, second)));

    assertThat(after).hasSize(2).endsWith(before.getFirst());
  }

  private static List<String> ids(Site site) throws Exception {
    return children(
            Feeds.parse(SiteFilesTest.file(site, "feed.atom")).getDocumentElement(), "entry")
        .stream()
        .map(entry -> text(entry, "id"))
        .toList();
  }

  private static Element feed(boolean isQuiet) throws Exception {
    Site site = isQuiet ? Sites.quiet("en") : Sites.afternoon("pt-BR");
    return Feeds.parse(SiteFilesTest.file(site, "feed.atom")).getDocumentElement();
  }

  private static List<String> names(Element parent) {
    return children(parent, "*").stream().map(Node::getLocalName).toList();
  }

  private static String text(Element parent, String name) {
    return children(parent, name).getFirst().getTextContent();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element
          && (name.equals("*") || element.getLocalName().equals(name))) {
        found.add(element);
      }
    }
    return found;
  }
}
