package dev.salvaguarda.app.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.worker.PackagedWorker;
import dev.salvaguarda.testkit.node.ImageCatalog;
import dev.salvaguarda.testkit.process.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The packaged worker, as the stand-in node runs it for the image's name. */
final class AgentImage {
  private AgentImage() {}

  static ImageCatalog catalog() {
    return ImageCatalog.empty().with(OperatorProcess.WORKER_IMAGE, command());
  }

  /**
   * With packs so small that little data makes many of them. For root a pod has a host name of its
   * own as on a real node, by which a lock that its programs leave is known.
   */
  static ImageCatalog withSmallPacks() {
    // What follows the script are the container's arguments: the sub-command, then its options.
    String agent = program() + " --pack-size 1 \"$@\"";
    return script(
        Machine.isRoot()
            ? "shift; exec unshare --uts sh -c 'hostname \"$HOSTNAME\"; exec \"$@\"' sh " + agent
            : "shift; exec " + agent);
  }

  /**
   * With servers and small packs; the scratch space of a pod of a Restore named {@code full-} is a
   * file system of its own, which something else fills once a server has begun to use it.
   */
  static ImageCatalog withServersThatMayRunOutOfSpace() {
    return script(
        """
        shift
        case $HOSTNAME in
        restore-full-*)
          exec unshare --mount sh -ec '
            mount -t tmpfs -o size=640m,mode=0755 tmpfs "$TMPDIR"
            (
              until ls -d "$TMPDIR"/restore/*/data/base; do
                kill -0 $$ || exit 0 # the worker is faster, and its log must end with it
                sleep 0.1
              done
              sleep "0.$(( $(printf %%s "$HOSTNAME" | cksum | cut -d" " -f1) %% 7 ))"
              dd if=/dev/zero of="$TMPDIR/filler" bs=1M
            ) >/dev/null 2>&1 &
            exec "$@"' worker %1$s --pack-size 1 "$@" ;;
        esac
        exec %1$s --pack-size 1 "$@"
        """
            .formatted(program()));
  }

  /**
   * Where nothing can be written but in the pod's own folder, as on a read-only root. That needs a
   * mount namespace, which some containers may not have; outside of CI it is done without there.
   */
  static ImageCatalog onReadOnlyRoot() {
    if (!mayMount()) {
      assertThat(Machine.isCi()).as("CI needs unshare --map-root-user --mount").isFalse();
      System.err.println("SKIPPED: no mount namespace for workers, so they may write to /tmp.");
      return catalog();
    }
    return script(
        """
        pod=$(dirname "$(dirname "$TMPDIR")")
        exec unshare --map-root-user --mount sh -ec '
          mount --bind "$0" "$0"
          for folder in /tmp /var/tmp; do
            mount --rbind "$folder" "$folder"
            mount -o remount,bind,ro "$folder"
            if touch "$folder/written" 2>/dev/null; then exit 99; fi
          done
          exec "$@"' "$pod" %s "$@"
        """
            .formatted(program()));
  }

  private static boolean mayMount() {
    try {
      return new ProcessBuilder("unshare", "--map-root-user", "--mount", "true").start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ImageCatalog script(String text) {
    return ImageCatalog.empty()
        .with(OperatorProcess.WORKER_IMAGE, List.of("sh", "-c", text, "worker"));
  }

  private static String program() {
    return command().stream().map(word -> "'" + word + "'").collect(joining(" "));
  }

  private static List<String> command() {
    return PackagedWorker.in(Path.of("target"))
        .command("-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1");
  }
}
