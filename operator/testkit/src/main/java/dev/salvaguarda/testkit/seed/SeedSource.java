package dev.salvaguarda.testkit.seed;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Gives a {@link SeededTest} its seeds. */
final class SeedSource implements ArgumentsProvider, AnnotationConsumer<SeededTest> {
  private int fixed;
  private int mostFresh;

  @Override
  public void accept(SeededTest test) {
    fixed = test.fixed();
    mostFresh = test.mostFresh();
  }

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    return Seeds.of(test, fixed, mostFresh).stream().map(Arguments::of);
  }
}
