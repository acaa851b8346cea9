package dev.salvaguarda.controller.delivery;

import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.domain.site.Site;
import org.jspecify.annotations.Nullable;

/**
 * A page for everybody, and the bucket that holds its files.
 *
 * @param place the bucket
 * @param sessionToken of temporary credentials; null means none
 * @param namespace of the channel
 * @param channel its name: by both are found the notices that the page shows
 * @param page all that the page shows besides them
 * @param suspended whether nothing is to be written for now
 */
public record StaticSiteLogin(
    ArchivePlace place,
    Keys keys,
    @Nullable SensitiveText sessionToken,
    String namespace,
    String channel,
    Site page,
    boolean suspended)
    implements ChannelLogin {

  /** What requests are signed with. */
  public record Keys(SensitiveText accessKey, SensitiveText secretKey) {}
}
