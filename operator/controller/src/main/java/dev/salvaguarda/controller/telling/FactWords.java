package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.controller.source.SourceWorkload;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Placeholder;
import dev.salvaguarda.domain.text.Sentence;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts that occasions of more than one kind have. */
final class FactWords {
  /** Of one row among many. */
  private static final int LONGEST_DETAIL = 300;

  private FactWords() {}

  static Fact words(String text) {
    return new Fact.Words(text);
  }

  /** What is true of all that happens to a policy. */
  static Map<Placeholder, Fact> ofPolicy(BackupPolicy policy) {
    Map<Placeholder, Fact> facts = new EnumMap<>(Placeholder.class);
    String name = policy.getMetadata().getName();
    facts.put(Placeholder.POLICY, words(name));
    facts.put(Placeholder.NAMESPACE, words(policy.getMetadata().getNamespace()));
    facts.put(Placeholder.SOURCE, words(SourceWorkload.of(name, policy.getSpec()).text()));
    return facts;
  }

  /** Why something is as it is, in the words of the reader, with what to do about it. */
  static void putReason(
      Map<Placeholder, Fact> facts, @Nullable String reason, @Nullable String detail) {
    String name = reason == null ? "other" : reason;
    facts.put(Placeholder.REASON, new Fact.Phrase("reason." + name));
    facts.put(Placeholder.REMEDY, new Fact.Phrase("remedy." + name));
    put(facts, Placeholder.DETAIL, detail == null ? null : words(detail));
  }

  /**
   * When the newest test that counts ended, or that there is none yet; nothing while one waits for
   * its signature, of which neither would be true.
   */
  static void putLastTest(Map<Placeholder, Fact> facts, BackupPolicyStatus known) {
    var last = known.lastVerification();
    if (last != null && last.time() != null) {
      facts.put(Placeholder.LAST_TEST, new Fact.Moment(last.time()));
    } else if (known.verification() == null || known.verification().awaitingSignOff() == null) {
      facts.put(Placeholder.LAST_TEST, new Fact.Phrase("none.test"));
    }
  }

  /** Nothing, where nothing is known. */
  static void put(Map<Placeholder, Fact> facts, Placeholder at, @Nullable Fact fact) {
    if (fact != null) {
      facts.put(at, fact);
    }
  }

  /**
   * The reason in the reader's words with the operator's own, as a part of a row; these alone where
   * there is no reason.
   */
  static Fact why(@Nullable String reason, @Nullable String message) {
    Fact detail = words(message == null ? "" : Sentence.oneLine(message, LONGEST_DETAIL));
    if (reason == null) {
      return detail;
    }
    Fact why = new Fact.Phrase("reason." + reason);
    return message == null || message.isBlank() ? why : new Fact.Phrase("why.detail", why, detail);
  }

  static Fact command(String key, String namespace, String name) {
    return new Fact.Command(new Fact.Phrase("command." + key, words(namespace), words(name)));
  }

  static Fact places(List<String> names) {
    return Fact.Rows.of(
        names.stream().map(name -> new Fact.Phrase("repository.complete", words(name))).toList());
  }
}
