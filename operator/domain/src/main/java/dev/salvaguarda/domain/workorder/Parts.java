package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.text.Sentence;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the results of all kinds of work do with the parts they list. */
final class Parts {
  private Parts() {}

  /** The first of an order, in the places that they had. */
  static <P> List<P> worst(List<P> all, int kept, Comparator<P> worstFirst) {
    return IntStream.range(0, all.size())
        .boxed()
        .sorted(Comparator.comparing(all::get, worstFirst))
        .limit(kept)
        .sorted()
        .map(all::get)
        .toList();
  }

  static String shortened(String text, int limit) {
    return Sentence.cutInTheMiddle(text, limit);
  }

  static @Nullable Failure shortened(@Nullable Failure failure, int limit) {
    return failure == null
        ? null
        : new Failure(failure.reason(), shortened(failure.message(), limit));
  }

  static <P> List<Failure> failures(
      @Nullable Failure summary, List<P> parts, Function<P, @Nullable Failure> failure) {
    return Stream.concat(
            Stream.ofNullable(summary),
            parts.stream().flatMap(part -> Stream.ofNullable(failure.apply(part))))
        .toList();
  }
}
