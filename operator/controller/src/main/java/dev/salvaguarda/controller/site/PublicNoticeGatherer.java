package dev.salvaguarda.controller.site;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.controller.port.PublicRecord;
import dev.salvaguarda.domain.site.Told;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the notices of a channel that everybody may see, page by page and from the API server
 * itself: a watch may be behind, and holds no settled ones.
 */
public final class PublicNoticeGatherer implements PublicRecord {
  private static final long PAGE = 100;

  private final KubernetesClient client;

  public PublicNoticeGatherer(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public List<Told> of(String namespace, String channel) {
    List<Told> told = new ArrayList<>();
    String next = null;
    do {
      KubernetesResourceList<Notice> page =
          client
              .resources(Notice.class)
              .inNamespace(namespace)
              .withField(Notice.CHANNEL_FIELD, channel)
              .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      page.getItems().stream()
          .filter(PublicNoticeGatherer::isPublic)
          .map(PublicNoticeGatherer::told)
          .forEach(told::add);
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return told;
  }

  /** What waits is not told yet, and what nobody was told, or is no longer so, never was. */
  static boolean isPublic(Notice notice) {
    return notice.getSpec().audience() == NoticeSpec.Audience.PUBLIC
        && switch (state(notice)) {
          case DELIVERED, SENDING, UNCERTAIN -> true;
          case PENDING, FAILED, SUPPRESSED -> false;
        };
  }

  private static NoticeStatus.State state(Notice notice) {
    NoticeStatus.@Nullable State state =
        notice.getStatus() == null ? null : notice.getStatus().state();
    return state == null ? NoticeStatus.State.PENDING : state;
  }

  /** Who decided it stays inside. */
  static Told told(Notice notice) {
    NoticeSpec spec = notice.getSpec();
    return new Told(
        notice.getMetadata().getName(),
        spec.subject().uid(),
        spec.message(),
        spec.locale(),
        spec.rendered().subject(),
        spec.rendered().body(),
        Objects.requireNonNullElse(spec.rendered().calendar(), ""),
        spec.eventTime());
  }
}
