package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.domain.retention.Cause;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.JudgedSnapshot;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.retention.Quality;
import dev.salvaguarda.domain.retention.Reason;
import dev.salvaguarda.domain.retention.RemovalLimit;
import dev.salvaguarda.domain.retention.RetentionDecision;
import dev.salvaguarda.domain.retention.RetentionRules;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.retention.SnapshotFact;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks stock restic what it would keep of thousands of histories, and compares each snapshot and
 * each reason. One repository holds many histories, told apart by the host's name, and one call of
 * restic judges them all.
 *
 * <p>restic counts in the offset that a snapshot was stored with; where the zone of its process has
 * the same offset at that time, it counts in that zone.
 */
class RetentionOracleIT {
  private static final int HISTORIES = 500;
  private static final int RULES = 8;
  private static final List<String> ZONES =
      List.of(
          "America/Fortaleza",
          "America/Sao_Paulo",
          "Europe/Dublin",
          "Australia/Lord_Howe",
          "Pacific/Apia",
          "Asia/Kathmandu",
          "Africa/Casablanca",
          "America/St_Johns",
          "Pacific/Chatham",
          "Antarctica/Troll",
          "Asia/Pyongyang",
          "America/Caracas",
          "Etc/UTC",
          "Asia/Tehran",
          "Africa/Cairo",
          "Pacific/Kiritimati");
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSxxx");

  private final ObjectMapper mapper = new ObjectMapper();

  @SeededTest(fixed = 4)
  void ourRulesKeepWhatResticKeepsAndForTheSameReasons(long seed, @TempDir Path directory)
      throws IOException {
    Restic.require();
    Random random = new Random(seed);
    ZoneId zone = ZoneId.of(ZONES.get((int) (seed % ZONES.size())));
    RandomHistory histories = new RandomHistory(random, zone);
    List<RetentionRules> rules = Stream.generate(histories::rules).limit(RULES).toList();
    DirectoryStore store = new DirectoryStore(directory.resolve("repo"));
    List<SnapshotFact> snapshots = store(store, histories, rules);

    for (Oracle oracle : oracles(store.root(), directory, zone)) {
      for (RetentionRules one : rules) {
        Map<Line, Integer> ours = ours(one, zone, snapshots, oracle);
        Map<Line, Integer> theirs = theirs(oracle, one);
        assertThat(ours.entrySet())
            .as("%s in %s, seed %d, restic %s", one.text(), zone, seed, oracle.version)
            .containsExactlyInAnyOrderElementsOf(theirs.entrySet());
        assertThat(theirs).hasSizeGreaterThanOrEqualTo(HISTORIES);
      }
    }
  }

  /** A release of restic, and what it has learnt since the distribution's. */
  private record Oracle(Restic restic, String version) {
    static Oracle of(Restic restic) {
      return new Oracle(restic, restic.run("version").replaceFirst("(?s)restic (\\S+) .*", "$1"));
    }

    /** Whether it keeps the oldest snapshot while a rule has places left, and knows "unlimited". */
    boolean isNew() {
      return Integer.parseInt(version.replaceFirst("0\\.(\\d+)\\..*", "$1")) >= 16;
    }
  }

  /** What is kept of each history: equal times make equal lines, whichever of them restic takes. */
  private record Line(String history, Instant time, List<String> reasons) {}

  private static Map<Line, Integer> count(Stream<Line> lines) {
    Map<Line, Integer> counts = new HashMap<>();
    lines.forEach(line -> counts.merge(line, 1, Integer::sum));
    return counts;
  }

  private static Map<Line, Integer> ours(
      RetentionRules rules, ZoneId zone, List<SnapshotFact> snapshots, Oracle oracle) {
    RetentionTerms terms =
        new RetentionTerms(rules, zone, Floors.NONE, new RemovalLimit(null, null, true));
    return count(
        RetentionDecision.decide(terms, snapshots, NOW).of(Fate.KEPT).stream()
            .map(kept -> line(kept, oracle.isNew()))
            .filter(line -> !line.reasons.isEmpty()));
  }

  private static Line line(JudgedSnapshot kept, boolean keepsOldest) {
    List<String> reasons =
        kept.reasons().stream()
            .filter(reason -> reason.cause() != Cause.NEWEST_GOOD)
            .filter(reason -> keepsOldest || !isOldest(reason))
            .map(RetentionOracleIT::asResticSaysIt)
            .sorted()
            .toList();
    return new Line(kept.snapshot().host(), kept.snapshot().time(), reasons);
  }

  private static boolean isOldest(Reason reason) {
    return reason.text().startsWith("oldest of all");
  }

  private static String asResticSaysIt(Reason reason) {
    String word = reason.cause().key().substring("keep".length()).toLowerCase(Locale.ROOT);
    return reason.cause() == Cause.WITHIN ? word : word + " snapshot";
  }

  private Map<Line, Integer> theirs(Oracle oracle, RetentionRules rules) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("forget", "--dry-run", "--json", "--no-lock", "--group-by", "host"));
    Pattern.compile(",")
        .splitAsStream(rules.text())
        .map(rule -> asOption(rule, oracle))
        .forEach(arguments::add);
    String output = oracle.restic.run(arguments.toArray(String[]::new));
    Collection<Line> lines = new ArrayList<>();
    for (JsonNode group : mapper.readTree(output.lines().findFirst().orElseThrow())) {
      for (JsonNode reason : group.path("reasons")) {
        List<String> matches = new ArrayList<>();
        reason.path("matches").forEach(match -> matches.add(rule(match.asText())));
        lines.add(
            new Line(
                group.path("host").asText(),
                OffsetDateTime.parse(reason.path("snapshot").path("time").asText()).toInstant(),
                matches.stream().sorted().toList()));
      }
    }
    return count(lines.stream());
  }

  private static String asOption(String rule, Oracle oracle) {
    return "--"
        + rule.replaceFirst("keep([A-Z])", "keep-$1")
            .replaceFirst("-1$", oracle.isNew() ? "unlimited" : "1000000")
            .toLowerCase(Locale.ROOT);
  }

  /** Some versions say with the rule that the oldest was kept by it, others don't. */
  private static String rule(String match) {
    return match.startsWith("within ") ? "within" : match.replaceFirst("^oldest ", "");
  }

  private static List<SnapshotFact> store(
      DirectoryStore store, RandomHistory histories, List<RetentionRules> rules) {
    List<SnapshotFact> snapshots = new ArrayList<>();
    try (SecretBytes password = SecretBytes.ofUtf8(Restic.PASSWORD);
        Repository repository = Repository.create(store, password, List.of(), Contexts.here())) {
      for (int history = 0; history < HISTORIES; history++) {
        for (Instant time : histories.times(rules)) {
          String json =
              """
              {"time":"%s","tree":"%064x","paths":["/payroll"],"hostname":"h%d"}\
              """
                  .formatted(WITH_OFFSET.format(time.atZone(histories.zone())), 1, history);
          String id =
              repository
                  .files()
                  .save(FileType.SNAPSHOT, json.getBytes(StandardCharsets.UTF_8))
                  .toString();
          snapshots.add(new SnapshotFact(id, time, "h" + history, "", "", Quality.GOOD, null));
        }
      }
    }
    return snapshots;
  }

  /** The distribution's, and today's. */
  private static List<Oracle> oracles(Path repository, Path home, ZoneId zone) {
    Restic installed = new Restic(repository.toString(), home, Map.of("TZ", zone.getId()));
    return Stream.of(installed, installed.with(RequiredTool.newerRestic().path()))
        .map(Oracle::of)
        .toList();
  }
}
