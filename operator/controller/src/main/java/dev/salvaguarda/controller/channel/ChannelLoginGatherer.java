package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.notice.EmailSpec;
import dev.salvaguarda.api.notice.EmailSpec.AuthSpec;
import dev.salvaguarda.api.notice.EmailSpec.TimeoutsSpec;
import dev.salvaguarda.api.notice.ManualSpec;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelSpec.AddressesRef;
import dev.salvaguarda.api.notice.NotificationChannelSpec.RecipientSpec;
import dev.salvaguarda.api.notice.StaticSiteSpec;
import dev.salvaguarda.api.notice.WebhookSpec;
import dev.salvaguarda.api.notice.WhatsappCloudSpec;
import dev.salvaguarda.api.notice.WhatsappGatewaySpec;
import dev.salvaguarda.controller.archive.MissingReferenceException;
import dev.salvaguarda.controller.archive.NamedSecretsGatherer;
import dev.salvaguarda.controller.delivery.ChannelLogin;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.EmailLogin.Auth;
import dev.salvaguarda.controller.delivery.EmailLogin.Mechanism;
import dev.salvaguarda.controller.delivery.EmailLogin.Timeouts;
import dev.salvaguarda.controller.delivery.EmailLogin.Tls;
import dev.salvaguarda.controller.delivery.ManualLogin;
import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the Secrets and the ConfigMap that a NotificationChannel names, each by its name. */
public final class ChannelLoginGatherer {
  /**
   * What was made for some organisations may come to a channel of another kind: as its fallback, or
   * once somebody has changed the kind.
   */
  private static final ChannelAccess.Missing EVERYBODY =
      new ChannelAccess.Missing(
          ConditionReason.ADDRESS_INVALID,
          "It concerns some organisations alone, and the channel tells everybody.");

  private final KubernetesClient client;

  public ChannelLoginGatherer(KubernetesClient client) {
    this.client = client;
  }

  /** What reaches all receivers of the channel, or what is missing for that. */
  public ChannelAccess gather(NotificationChannel channel) {
    return gather(channel, List.of());
  }

  /**
   * What reaches some of them.
   *
   * @param organizations whose receivers; empty means all
   */
  public ChannelAccess gather(NotificationChannel channel, List<String> organizations) {
    if (ReceiverGone.isTold(channel)) {
      return ReceiverGone.ACCESS;
    }
    if (!organizations.isEmpty() && !knowsReceivers(channel)) {
      return EVERYBODY;
    }
    NamedSecretsGatherer secrets =
        new NamedSecretsGatherer(client, channel.getMetadata().getNamespace());
    try {
      return switch (channel.getSpec().kind()) {
        case EmailSpec email -> {
          Receivers receivers = receivers(channel, organizations, secrets, Receivers.Kind.MAIL);
          yield found(login(email, secrets), receivers, channel, secrets);
        }
        case ManualSpec manual -> byHand(manual, channel);
        case StaticSiteSpec site ->
            found(SiteLogins.of(site, channel, secrets), Receivers.everybody(), channel, secrets);
        case WebhookSpec webhook ->
            found(WebhookLogins.of(webhook, secrets), Receivers.program(), channel, secrets);
        case WhatsappCloudSpec cloud ->
            found(
                WebhookLogins.of(cloud, secrets),
                receivers(channel, organizations, secrets, Receivers.Kind.NUMBER),
                channel,
                secrets);
        case WhatsappGatewaySpec gateway ->
            found(WebhookLogins.of(gateway, secrets), Receivers.program(), channel, secrets);
      };
    } catch (MissingReferenceException missing) {
      return new ChannelAccess.Missing(missing.reason(), missing.sentence());
    }
  }

  /** Whether some of those whom a channel tells can be told without the others. */
  private static boolean knowsReceivers(NotificationChannel channel) {
    return switch (channel.getSpec().kind()) {
      case EmailSpec _, WhatsappCloudSpec _ -> true;
      case ManualSpec _, StaticSiteSpec _, WebhookSpec _, WhatsappGatewaySpec _ -> false;
    };
  }

  private static ChannelAccess found(
      ChannelLogin login,
      Receivers receivers,
      NotificationChannel channel,
      NamedSecretsGatherer secrets) {
    return receivers.addresses().isEmpty() || receivers.addresses().size() > Receivers.MOST
        ? nobody(receivers)
        : new ChannelAccess.Found(
            login, receivers, channel.getMetadata().getGeneration() + secrets.versions());
  }

  /**
   * A channel, as the API server has it now; empty if there is none of that name. It is a list of
   * one, since the operator may list channels, and not get one.
   */
  public Optional<NotificationChannel> named(String namespace, String name) {
    return client
        .resources(NotificationChannel.class)
        .inNamespace(namespace)
        .withField("metadata.name", name)
        .list()
        .getItems()
        .stream()
        .findFirst();
  }

  /** Whoever tells it is asked, whomever it concerns. */
  private ChannelAccess byHand(ManualSpec manual, NotificationChannel channel) {
    String name = manual.via().name();
    NotificationChannel via = named(channel.getMetadata().getNamespace(), name).orElse(null);
    String trouble = trouble(via);
    if (trouble != null || via == null) {
      return unusable(name, String.valueOf(trouble));
    }
    if (ReceiverGone.isTold(via)) {
      // As a reason of this channel it would stay after that one was mended.
      return unusable(name, "takes no more messages: its receiver answered 410");
    }
    return switch (gather(via)) {
      case ChannelAccess.Missing missing -> missing;
      case ChannelAccess.Found(ChannelLogin login, Receivers receivers, String version) ->
          new ChannelAccess.Found(
              new ManualLogin(manual.place(), login),
              receivers,
              channel.getMetadata().getGeneration() + " " + version);
    };
  }

  private static ChannelAccess.Missing unusable(String via, String trouble) {
    return new ChannelAccess.Missing(
        ConditionReason.VIA_UNUSABLE,
        "NotificationChannel \"%s\", which manual.via names, %s.".formatted(via, trouble));
  }

  /** Why a channel can't ask those who tell something by hand; null if it can. */
  static @Nullable String trouble(@Nullable NotificationChannel via) {
    if (via == null) {
      return "does not exist";
    }
    return switch (via.getSpec().kind()) {
      case ManualSpec _ -> "is told by hand itself";
      case StaticSiteSpec _ -> "is a page for everybody";
      case WhatsappGatewaySpec _ -> "posts in the group itself";
      case WhatsappCloudSpec _ -> "has no room for a text that is to be pasted";
      case EmailSpec _, WebhookSpec _ ->
          Boolean.TRUE.equals(via.getSpec().suspend()) ? "is suspended" : null;
    };
  }

  private static ChannelAccess.Missing nobody(Receivers receivers) {
    return new ChannelAccess.Missing(
        ConditionReason.ADDRESS_INVALID,
        receivers.addresses().isEmpty()
            ? receivers.troubles().isEmpty()
                ? "The channel has no receivers of whom this is told."
                : String.join(" ", receivers.troubles())
            : "There are %d addresses; a channel can have %d."
                .formatted(receivers.addresses().size(), Receivers.MOST));
  }

  private static Receivers receivers(
      NotificationChannel channel,
      List<String> organizations,
      NamedSecretsGatherer secrets,
      Receivers.Kind kind) {
    Map<String, String> lists = new LinkedHashMap<>();
    for (RecipientSpec group : channel.getSpec().recipients()) {
      if (!organizations.isEmpty() && !organizations.contains(group.organization())) {
        continue;
      }
      AddressesRef ref = group.addressesRef();
      lists.put(
          "Secret \"%s\", key \"%s\"".formatted(ref.name(), ref.key()),
          secrets.text(ref.name(), ref.key()).reveal());
    }
    return Receivers.of(lists, kind);
  }

  private static EmailLogin login(EmailSpec email, NamedSecretsGatherer secrets) {
    return new EmailLogin(
        email.host(),
        email.portInUse(),
        switch (email.tls()) {
          case START_TLS -> Tls.START_TLS;
          case IMPLICIT -> Tls.IMPLICIT;
          case NONE -> Tls.NONE;
        },
        email.caBundleRef() == null ? null : secrets.caBundle(email.caBundleRef()),
        auth(email.auth(), secrets),
        email.from(),
        email.replyTo(),
        domain(email.from()),
        timeouts(email.timeouts()));
  }

  private static @Nullable Auth auth(@Nullable AuthSpec auth, NamedSecretsGatherer secrets) {
    if (auth == null) {
      return null;
    }
    String secret = auth.credentialsRef().name();
    return new Auth(
        switch (auth.mechanism()) {
          case PLAIN -> Mechanism.PLAIN;
          case LOGIN -> Mechanism.LOGIN;
          case XOAUTH2 -> Mechanism.XOAUTH2;
        },
        secrets.oneLine(secret, AuthSpec.USERNAME).reveal(),
        secrets.oneLine(
            secret,
            switch (auth.mechanism()) {
              case PLAIN, LOGIN -> AuthSpec.PASSWORD;
              case XOAUTH2 -> AuthSpec.TOKEN;
            }));
  }

  private static String domain(String from) {
    String address = from.substring(from.lastIndexOf('@') + 1);
    return address.endsWith(">") ? address.substring(0, address.length() - 1) : address;
  }

  private static Timeouts timeouts(TimeoutsSpec spec) {
    return new Timeouts(
        ChannelTerms.read(spec.connect(), Duration.ofSeconds(10)),
        ChannelTerms.read(spec.read(), Duration.ofSeconds(30)),
        ChannelTerms.read(spec.write(), Duration.ofSeconds(30)),
        ChannelTerms.read(spec.total(), Duration.ofSeconds(90)));
  }
}
