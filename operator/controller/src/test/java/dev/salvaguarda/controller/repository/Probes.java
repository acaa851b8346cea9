package dev.salvaguarda.controller.repository;

import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Probes and their outcomes, for tests. */
final class Probes {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final KnownKey KEY = new KnownKey("repo/password", "0a".repeat(32), true);

  private Probes() {}

  static ProbeRequest request() {
    return request(List.of(), Set.of());
  }

  static ProbeRequest request(List<KnownKey> known, Set<String> usedByOthers) {
    ArchivePlace place = new ArchivePlace("https://s3.example.org", "", "archive", "", true, null);
    SensitiveText secret = new SensitiveText("hunter2");
    return new ProbeRequest(
        new ArchiveLogin("offsite", place, secret, secret, null, secret),
        "repo/password",
        List.of(),
        List.of(),
        known,
        usedByOthers,
        null);
  }

  static RepositorySeen.Inputs complete(String version) {
    return new RepositorySeen.Inputs.Complete(request(), version);
  }

  static ProbeOutcome.Usable usable() {
    return usable(List.of(KEY));
  }

  static ProbeOutcome.Usable usable(List<KnownKey> keys) {
    return new ProbeOutcome.Usable(
        "ab".repeat(32),
        "s3:https://s3.example.org/archive",
        7,
        Duration.ofSeconds(2),
        keys,
        List.of());
  }

  static ProbeOutcome.Unusable unusable(FailureReason reason) {
    return new ProbeOutcome.Unusable(new Failure(reason, "It did not work."), List.of());
  }

  static Optional<ProbeState> ended(String version, ProbeOutcome outcome, Instant at) {
    return Optional.of(new ProbeState(version, Optional.of(new ProbeState.Ended(outcome, at))));
  }
}
