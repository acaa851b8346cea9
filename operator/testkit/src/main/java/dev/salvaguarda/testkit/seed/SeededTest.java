package dev.salvaguarda.testkit.seed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A random test: its first parameter is a seed, from which alone all chance in it comes. It runs
 * once for each of {@link Seeds#of}, and its name says which seed that was. Its tag is what {@code
 * make soak} looks for.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("random")
@ParameterizedTest(name = "seed {0}")
@ArgumentsSource(SeedSource.class)
public @interface SeededTest {
  /** How many fixed seeds there are, from 1 on. */
  int fixed() default 10;

  /** More fresh seeds than this are never drawn, for tests that take minutes with each. */
  int mostFresh() default Integer.MAX_VALUE;
}
