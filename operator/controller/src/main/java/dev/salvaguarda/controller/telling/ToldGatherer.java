package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.ToldNotice;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Reads what was said about something that people decide about. */
public final class ToldGatherer {
  private final KubernetesClient client;

  public ToldGatherer(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Looks once. The notices are asked of the API server, since those that have come to an end have
   * left the watches.
   *
   * @param known those that its status remembers
   */
  public ToldNotices gather(HasMetadata subject, List<ToldNotice> known) {
    List<Notice> found =
        client
            .resources(Notice.class)
            .inNamespace(subject.getMetadata().getNamespace())
            .withField("spec.subject.name", subject.getMetadata().getName())
            .list()
            .getItems();
    return ToldNotices.of(known, subject.getMetadata().getUid(), found);
  }
}
