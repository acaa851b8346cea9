package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.domain.message.Message;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Asks the API server for digests: what was delivered has left the watches. */
public final class DigestGatherer {
  /** A digest has up to 64 KiB of text, and a channel has one for each day. */
  private static final long PAGE = 50;

  private final KubernetesClient client;

  public DigestGatherer(KubernetesClient client) {
    this.client = client;
  }

  /**
   * By the names of notices, the name of a digest that tells it.
   *
   * @param from time of the oldest digests that matter
   */
  Map<String, String> told(String namespace, String channel, Instant from) {
    Map<String, String> told = new HashMap<>();
    String next = null;
    do {
      KubernetesResourceList<Notice> page =
          client
              .resources(Notice.class)
              .inNamespace(namespace)
              .withLabel(NoticeManifest.MESSAGE_LABEL, Message.BACKUP_DIGEST.wireName())
              .withField("spec.channelRef.name", channel)
              .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      for (Notice digest : page.getItems()) {
        if (!digest.getSpec().eventTime().isBefore(from)) {
          digest
              .getSpec()
              .collects()
              .forEach(name -> told.put(name, digest.getMetadata().getName()));
        }
      }
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return told;
  }
}
