package dev.salvaguarda.domain.name;

import java.util.Locale;

/** The name of the Job, and of the ConfigMap with its work order, of one attempt. */
public final class JobName {
  /** The longest label value; Kubernetes labels a Job's pods with the Job's name. */
  public static final int MAX_LENGTH = 63;

  private static final String RUN = "BackupRun";

  private JobName() {}

  /**
   * The name for an attempt of an object's work. Jobs of runs are named after the run; those of
   * other kinds begin with the kind and have a hash, so that a run of any name keeps its own.
   *
   * @param kind of the object, such as {@code Restore}
   * @param attempt counted from 1
   */
  public static String of(String kind, String name, int attempt) {
    if (kind.equals(RUN)) {
      return of(name, attempt);
    }
    String readable = kind.toLowerCase(Locale.ROOT) + "-" + name.replace('.', '-');
    String suffix = "-" + attempt;
    return ShortName.withHash(readable, kind + "/" + name, MAX_LENGTH - suffix.length()) + suffix;
  }

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
