package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.BackupRun;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one policy, packed into one block, the last that changed at its end. Never changes.
 * Runs of a policy differ in little but times and hashes, so each is packed beside one of them that
 * had ended, the pattern, which stays when that run goes.
 */
final class PolicyRuns {
  private static final byte[] NOTHING = {};

  private final RunPacking packing;
  private final String key;

  /** Of a run, as {@link RunPacking#pattern} gave it; empty before one has ended. */
  private final byte[] pattern;

  private final byte[] block;

  private PolicyRuns(RunPacking packing, String key, byte[] pattern, byte[] block) {
    this.packing = packing;
    this.key = key;
    this.pattern = pattern;
    this.block = block;
  }

  /**
   * No run yet.
   *
   * @param key namespace and name of the policy, with a slash between
   */
  static PolicyRuns none(RunPacking packing, String key) {
    return new PolicyRuns(packing, key, NOTHING, NOTHING);
  }

  /** With one more, of a name that is not among them. */
  PolicyRuns with(BackupRun run) {
    RunBrief brief = RunBrief.of(run);
    if (pattern.length == 0 && brief.phase().isFinal()) {
      return beside(packing.pattern(run)).with(run);
    }
    return of(pattern, plus(PackedRun.in(block), packed(run, brief, packing.dictionary(pattern))));
  }

  /** The same runs beside their first pattern. */
  private PolicyRuns beside(byte[] next) {
    byte[] dictionary = packing.dictionary(next);
    return of(next, all().stream().map(run -> packed(run, RunBrief.of(run), dictionary)).toList());
  }

  private PackedRun packed(BackupRun run, RunBrief brief, byte[] dictionary) {
    return new PackedRun(
        run.getMetadata().getName(),
        brief.phase(),
        brief.endedAt(),
        ByteBuffer.wrap(packing.pack(run, dictionary)));
  }

  PolicyRuns without(String name) {
    return of(
        pattern, PackedRun.in(block).stream().filter(run -> !run.name().equals(name)).toList());
  }

  Stream<String> names() {
    return PackedRun.in(block).stream().map(PackedRun::name);
  }

  boolean isEmpty() {
    return block.length == 0;
  }

  /** The one of this name, whole; null if there is none. */
  @Nullable BackupRun get(String name) {
    return all(name::equals).findFirst().orElse(null);
  }

  /** All of them, whole. */
  List<BackupRun> all() {
    return all(_ -> true).toList();
  }

  private Stream<BackupRun> all(Predicate<String> names) {
    byte[] dictionary = packing.dictionary(pattern);
    return PackedRun.in(block).stream()
        .filter(run -> names.test(run.name()))
        .map(run -> packing.unpack(run.packed(), dictionary));
  }

  Stream<RunBrief> briefs() {
    String namespace = namespace();
    String policy = policy();
    return PackedRun.in(block).stream()
        .map(run -> new RunBrief(namespace, policy, run.phase(), run.endedAt()));
  }

  String key() {
    return key;
  }

  String namespace() {
    return key.substring(0, key.indexOf('/'));
  }

  String policy() {
    return key.substring(key.indexOf('/') + 1);
  }

  private PolicyRuns of(byte[] next, List<PackedRun> runs) {
    return new PolicyRuns(packing, key, next, PackedRun.block(runs));
  }

  private static List<PackedRun> plus(List<PackedRun> some, PackedRun one) {
    List<PackedRun> more = new ArrayList<>(some);
    more.add(one);
    return List.copyOf(more);
  }
}
