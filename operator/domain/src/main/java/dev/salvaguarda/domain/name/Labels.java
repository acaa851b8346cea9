package dev.salvaguarda.domain.name;

/** The keys of the labels that the operator writes on what it creates. */
public final class Labels {
  /** Name of the policy, through {@link LabelValue}. */
  public static final String POLICY = "salvaguarda.dev/policy";

  /** Name of the run, through {@link LabelValue}. */
  public static final String RUN = "salvaguarda.dev/run";

  /** Number of the attempt, counted from 1. */
  public static final String ATTEMPT = "salvaguarda.dev/attempt";

  private Labels() {}
}
