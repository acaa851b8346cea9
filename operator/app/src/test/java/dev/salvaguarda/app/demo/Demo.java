package dev.salvaguarda.app.demo;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Tells the story of three days and an afternoon: {@code make demo}. */
public final class Demo {
  private static final String REPOSITORY_PASSWORD = "a-password-that-only-the-demo-has";

  private final DemoWorld world;
  private final Path examples;
  private final long startedAt = System.nanoTime();
  private final KubernetesClient client;
  private final Payroll payroll;
  private final FileShare share;
  private final Mailbox mailbox;

  private Demo(DemoWorld world, Path examples) {
    this.world = world;
    this.examples = examples;
    this.client = world.cluster().client();
    this.payroll = new Payroll(world.database());
    this.share = new FileShare(world.share());
    this.mailbox = new Mailbox(world.mail());
  }

  /**
   * Runs the demo.
   *
   * @param arguments the folder of module {@code app}, and perhaps {@code keep}
   */
  public static void main(String[] arguments) {
    Path app = Path.of(arguments[0]).toAbsolutePath().normalize();
    System.out.println(
        "Starting an API server, a node, S3, PostgreSQL, a mail server and the operator ...");
    int exitCode = 1;
    try (DemoWorld world = new DemoWorld(app)) {
      Demo demo = new Demo(world, app.resolve("../../examples").normalize());
      demo.play();
      exitCode = 0;
      if (arguments.length > 1 && arguments[1].equals("keep")) {
        demo.stay();
      }
    } catch (DemoFailure e) {
      System.out.println("The demo failed: " + e.getMessage());
    } catch (TestAbortedException e) {
      System.out.println("The demo can't run here: " + e.getMessage());
    } catch (RuntimeException e) {
      System.out.println("The demo failed, and that is our mistake:");
      e.printStackTrace();
    }
    System.exit(exitCode);
  }

  private void play() {
    payroll.fill();
    share.fill();
    say("A payroll database and a file share are filled.");
    applyExamples();
    say("Day 1: first copies of both.");
    BackupRun first = run("payroll");
    say("The technician gets an e-mail:");
    mailbox.show(first.getMetadata().getName());
    run("file-share");
    say(
        "Overnight, 0.3 % of the payslips are new or changed, most of them together, and some files.");
    payroll.workForADay();
    share.workForADay();
    say("Day 2: only what changed is stored.");
    BackupRun together = run("payroll");
    BackupRun files = run("file-share");
    say("Overnight, 0.3 % of the payslips are changed again, evenly all over the table.");
    payroll.correctEverywhere();
    say("Day 3: the harder case for any backup of a dump.");
    BackupRun database = run("payroll");
    say("Day 2 read %s of payroll and stored %s.".formatted(read(together), stored(together)));
    say("Day 3 read %s of payroll and stored %s.".formatted(read(database), stored(database)));
    if (new SecondOpinion(world, REPOSITORY_PASSWORD, share).prove(database, files)) {
      say("A second opinion: stock restic restores both from the same bucket, and all is equal.");
    }
    Recovery recovery = new Recovery(world, examples, payroll, share);
    say("The monthly proof: a server loads the newest copy, is asked two questions, thrown away.");
    say("kubectl create -f 60-test-restore.yaml");
    recovery.sign(recovery.test("60-test-restore.yaml"));
    say("A. Tester signs it, and the policy is Verified: " + recovery.awaitVerified("payroll"));
    say("Somebody drops the database and deletes finance/2026.");
    recovery.lose();
    say("kubectl create -f 61-restore-database.yaml -f 62-restore-files.yaml");
    recovery.restore();
    recovery.requireAsBefore();
    say("The database dumps as it did; contents, owners, modes and times of the files are equal.");
    copyGuests(recovery);
    new Afternoon(world, examples, mailbox).play(this::say);
    awaitCounts(Objects.requireNonNull(database.getStatus().completionTime()));
    show();
    say("Done.");
  }

  private void copyGuests(Recovery recovery) {
    say(
        "PVE01 has two virtual machines and a container. Here it is a double that answers as Proxmox does.");
    try (Guests guests = new Guests()) {
      guests.apply(client, examples);
      say("kubectl apply -f 48-proxmox.yaml");
      run(Guests.POLICY);
      say("Overnight, the mail server works. Day 2: only its changed blocks are stored.");
      guests.workForADay();
      run(Guests.POLICY);
      say("The proof: put together again, each drive and each file is what it was.");
      say("kubectl create -f " + Guests.TEST);
      recovery.test(Guests.TEST);
      say(
          "And it starts: a machine of the copy, on the host, with its links down, until its agent answers.");
      say("kubectl create -f " + Guests.TRIAL);
      recovery.test(Guests.TRIAL, guests.sandbox());
      guests.requireNoneLeft();
      say("It was taken away again; the host has the guests that it had.");
    }
  }

  private void applyExamples() {
    client.namespaces().resource(Namespaces.named(DemoWorld.NAMESPACE)).create();
    Map<String, String> places = new LinkedHashMap<>();
    places.put("https://s3.example.org", world.s3().endpoint().toString());
    places.put("accessKey: change-me", "accessKey: " + world.s3().accessKey());
    places.put("secretKey: change-me", "secretKey: " + world.s3().secretKey());
    places.put("password: change-me-too", "password: " + REPOSITORY_PASSWORD + "-2");
    places.put("password: change-me", "password: " + REPOSITORY_PASSWORD);
    Manifests.apply(client, DemoWorld.NAMESPACE, examples.resolve("10-repository.yaml"), places);
    Manifests.apply(
        client,
        DemoWorld.NAMESPACE,
        examples.resolve("22-postgresql-verified.yaml"),
        Map.of(
            "db.example.org",
            world.database().host() + "\n      port: " + world.database().port(),
            "password: change-me",
            "password: " + Payroll.PASSWORD,
            "  objectives:",
            "  notify: [{channelRef: {name: technician}}]\n  objectives:"));
    mailbox.applyChannel(client, examples.resolve("80-notification-channel.yaml"));
    Manifests.apply(client, DemoWorld.NAMESPACE, examples.resolve("40-files-pvc.yaml"), Map.of());
    awaitRepository(status ->
        status.conditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")));
    say(
        "kubectl apply -f 10-repository.yaml 22-postgresql-verified.yaml 40-files-pvc.yaml 80-notification-channel.yaml: Ready.");
  }

  /** The operator counts anew half a minute after the last time, at the soonest. */
  private void awaitCounts(Instant copied) {
    long stored =
        client
            .resources(BackupRun.class)
            .inNamespace(DemoWorld.NAMESPACE)
            .list()
            .getItems()
            .stream()
            .map(run -> run.getStatus().bytesStored())
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .sum();
    awaitRepository(status ->
        status.lastProbeTime() != null
            && status.lastProbeTime().isAfter(copied)
            && status.storedBytes() != null
            && status.storedBytes() >= stored);
  }

  private void awaitRepository(Predicate<BackupRepositoryStatus> condition) {
    client
        .resources(BackupRepository.class)
        .inNamespace(DemoWorld.NAMESPACE)
        .withName("offsite")
        .waitUntilCondition(
            found ->
                found != null && found.getStatus() != null && condition.test(found.getStatus()),
            1,
            TimeUnit.MINUTES);
  }

  private BackupRun run(String policy) {
    String name =
        Manifests.create(
            client,
            DemoWorld.NAMESPACE,
            examples.resolve("50-run-now.yaml"),
            Map.of("name: payroll", "name: " + policy, "payroll-now-", policy + "-now-"));
    BackupRun ended =
        Progress.follow(
            name,
            () ->
                client
                    .resources(BackupRun.class)
                    .inNamespace(DemoWorld.NAMESPACE)
                    .withName(name)
                    .require(),
            run -> describe(run.getStatus()),
            run ->
                run.getStatus() != null
                    && run.getStatus().phase() != null
                    && run.getStatus().phase().isFinal());
    if (ended.getStatus().phase() != RunPhase.SUCCEEDED) {
      throw new DemoFailure("run " + name + " is " + describe(ended.getStatus()));
    }
    return ended;
  }

  private static String describe(@Nullable BackupRunStatus status) {
    if (status == null || status.phase() == null) {
      return "accepted";
    }
    var summary = status.summary();
    String figures =
        summary == null
            ? ""
            : " read %s, stored %s, %s"
                .formatted(
                    Objects.toString(summary.read(), "-"),
                    Objects.toString(summary.stored(), "-"),
                    Objects.toString(summary.duration(), "-"));
    String why = status.message() == null ? "" : "  " + status.message();
    return phase(status.phase()) + figures + why;
  }

  private static String read(BackupRun run) {
    return Objects.toString(Objects.requireNonNull(run.getStatus().summary()).read());
  }

  private static String stored(BackupRun run) {
    return Objects.toString(Objects.requireNonNull(run.getStatus().summary()).stored());
  }

  /** As {@code kubectl get} shows it. */
  private static String phase(RunPhase phase) {
    String name = phase.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private void show() {
    RequiredTool.kubernetes("kubectl")
        .find()
        .ifPresent(kubectl -> {
          System.out.println("\n$ kubectl get brepo,bp,br,rst,inc,mw,ntc");
          System.out.println(
              Commands.output(
                  Map.of("KUBECONFIG", world.cluster().kubeconfig().toString()),
                  kubectl.toString(),
                  "get",
                  "brepo,bp,br,rst,inc,mw,ntc",
                  "--namespace=" + DemoWorld.NAMESPACE));
        });
  }

  private void stay() {
    RequiredTool.kubernetes("kubectl")
        .find()
        .ifPresent(kubectl -> System.out.println("\nkubectl is " + kubectl));
    System.out.println(
        """

        Everything keeps running until you press Ctrl-C. In another terminal:
          export KUBECONFIG=%s
          kubectl -n %s get brepo,bp,br,rst,inc,mw,nch,ntc
          kubectl -n %2$s describe br
          kubectl -n %2$s create -f examples/50-run-now.yaml -f examples/60-test-restore.yaml
          kubectl explain bp.spec.schedules
        The operator: %s/q/metrics, /q/health and %s
        The source: PostgreSQL %s:%d, database payroll, user %s, password %s; a restore may use restorer, change-me
        The file share: %s, which is the claim "share" in namespace %2$s and there alone
        The repository, for restic:
          export RESTIC_REPOSITORY=s3:%s/backups RESTIC_PASSWORD=%s
          export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s\
        """
            .formatted(
                world.cluster().kubeconfig(),
                DemoWorld.NAMESPACE,
                world.operator(),
                world.operatorLog(),
                world.database().host(),
                world.database().port(),
                Payroll.READER,
                Payroll.PASSWORD,
                world.share(),
                world.s3().endpoint(),
                REPOSITORY_PASSWORD,
                world.s3().accessKey(),
                world.s3().secretKey()));
    while (true) {
      Progress.pause();
    }
  }

  private void say(String sentence) {
    System.out.printf("[%3d s] %s%n", (System.nanoTime() - startedAt) / 1_000_000_000, sentence);
  }
}
