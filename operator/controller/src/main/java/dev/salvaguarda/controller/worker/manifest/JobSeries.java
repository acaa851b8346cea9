package dev.salvaguarda.controller.worker.manifest;

import dev.salvaguarda.domain.name.JobName;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * The Jobs of one piece of work, one for each attempt. Most objects are one piece of work and give
 * their name; an object that is worked on again and again gives each time another.
 *
 * @param kind of the work, the word that its Jobs' names begin with unless it is a run's
 * @param name of the work, unique in its kind and namespace
 */
public record JobSeries(String kind, String name) {
  /** The Jobs of an object that is one piece of work. */
  public static JobSeries of(HasMetadata object) {
    return new JobSeries(object.getKind(), object.getMetadata().getName());
  }

  /** Name of the Job, and of the ConfigMap with its order, of an attempt counted from 1. */
  public String jobName(int attempt) {
    return JobName.of(kind, name, attempt);
  }
}
