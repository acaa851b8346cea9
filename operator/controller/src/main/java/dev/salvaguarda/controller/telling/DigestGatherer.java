package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.domain.message.Message;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Asks the API server for digests: what was delivered has left the watches. */
public final class DigestGatherer {
  private final KubernetesClient client;

  public DigestGatherer(KubernetesClient client) {
    this.client = client;
  }

  /** All digests that there are on a channel, in no order; empty if there is none. */
  public List<Notice> of(String namespace, String channel) {
    return client
        .resources(Notice.class)
        .inNamespace(namespace)
        .withLabel(NoticeManifest.MESSAGE_LABEL, Message.BACKUP_DIGEST.wireName())
        .withField("spec.channelRef.name", channel)
        .list()
        .getItems();
  }
}
