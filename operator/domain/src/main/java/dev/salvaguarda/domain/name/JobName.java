package dev.salvaguarda.domain.name;

/** The name of the Job, and of the ConfigMap with its work order, of one attempt of a run. */
public final class JobName {
  /** The longest label value; Kubernetes labels a Job's pods with the Job's name. */
  public static final int MAX_LENGTH = 63;

  private JobName() {}

  /**
   * Run and attempt, such as {@code payroll-daily-202611232200-1}. Dots, which a run created by a
   * person may have in its name, become hyphens (pods' host names allow none), and a hash then
   * keeps the names apart.
   *
   * @param attempt counted from 1
   */
  public static String of(String run, int attempt) {
    String suffix = "-" + attempt;
    int room = MAX_LENGTH - suffix.length();
    String head =
        run.indexOf('.') < 0
            ? ShortName.of(run, room)
            : ShortName.withHash(run.replace('.', '-'), run, room);
    return head + suffix;
  }
}
