package dev.salvaguarda.app.adapter.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import org.junit.jupiter.api.Test;

class FailingPlacesTest {
  private final FailingPlaces places = new FailingPlaces();
  private final ArchiveLogin offsite = login("offsite");

  @Test
  void aPlaceIsToldOnceForEachChangeOfTheReason() {
    assertThat(places.failed("probe", offsite, away())).isTrue();
    assertThat(places.failed("probe", offsite, away())).isFalse();
    assertThat(places.failed("probe", offsite, damaged())).isTrue();
    assertThat(places.failed("probe", offsite, away())).isTrue();

    places.passed("probe", offsite);
    assertThat(places.failed("probe", offsite, away())).isTrue();
  }

  @Test
  void eachPlaceAndKindOfLookIsToldForItself() {
    assertThat(places.failed("probe", offsite, away())).isTrue();
    assertThat(places.failed("probe", login("cellar"), away())).isTrue();
    assertThat(places.failed("snapshots", offsite, away())).isTrue();

    places.passed("snapshots", offsite);
    assertThat(places.failed("probe", offsite, away())).isFalse();
  }

  private static RepositoryException away() {
    return new RepositoryException(Reason.UNREACHABLE, "It did not answer.");
  }

  private static RepositoryException damaged() {
    return new RepositoryException(Reason.CORRUPT, "It is damaged.");
  }

  private static ArchiveLogin login(String bucket) {
    return new ArchiveLogin(
        "offsite",
        new ArchivePlace("https://s3.example.org", "", bucket, "", true, null),
        new SensitiveText("key"),
        new SensitiveText("secret"),
        null,
        new SensitiveText("password"));
  }
}
