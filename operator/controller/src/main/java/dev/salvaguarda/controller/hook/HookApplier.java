package dev.salvaguarda.controller.hook;

import dev.salvaguarda.api.policy.HookHttp;
import dev.salvaguarda.api.policy.HookSpec;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.archive.MissingReferenceException;
import dev.salvaguarda.controller.archive.NamedSecretsGatherer;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.port.PodExec;
import dev.salvaguarda.controller.port.WebCalls;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookOutcome;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Objects;

/** Calls hooks, once what they need was read. */
public final class HookApplier {
  private final KubernetesClient client;
  private final HookCalls calls;
  private final WebCalls web;
  private final PodExec pods;

  public HookApplier(KubernetesClient client, HookCalls calls, WebCalls web, PodExec pods) {
    this.client = client;
    this.calls = calls;
    this.web = web;
    this.pods = pods;
  }

  /** Forgets a run whose hooks are through. */
  public void forget(BackupRun run) {
    calls.forget(run.getMetadata().getUid());
  }

  /**
   * Carries out a try that was written down; later if there is no room now.
   *
   * @param place of the hook among those of the run
   * @param ended called once the outcome is known
   */
  public void call(BackupRun run, int place, HookCall call, Runnable ended) {
    HookSpec hook = HookRecord.spec(run.getStatus().hooks().get(place));
    String namespace = run.getMetadata().getNamespace();
    calls.start(run.getMetadata(), place, call, () -> outcome(namespace, hook, call), ended);
  }

  private HookOutcome outcome(String namespace, HookSpec hook, HookCall call) {
    try {
      return hook.exec() == null
          ? request(namespace, Objects.requireNonNull(hook.http()), call)
          : pods.run(namespace, hook.exec(), call.timeout());
    } catch (MissingReferenceException missing) {
      return HookOutcome.failed(missing.sentence());
    } catch (KubernetesClientException refused) {
      return HookOutcome.failed(FailedLook.of(refused).sentence());
    }
  }

  private HookOutcome request(String namespace, HookHttp http, HookCall call) {
    NamedSecretsGatherer secrets = new NamedSecretsGatherer(client, namespace);
    Map<String, SensitiveText> headers =
        http.headersRef() == null ? Map.of() : secrets.lines(http.headersRef().name());
    String authorities = http.caBundleRef() == null ? null : secrets.caBundle(http.caBundleRef());
    return web.call(http, headers, authorities, call.timeout());
  }
}
