package dev.salvaguarda.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.salvaguarda.domain.workorder.Result;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows and habits of the code, over all modules. The testkit is no part of the product. */
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.salvaguarda")
          .that(not(resideInAPackage("dev.salvaguarda.testkit..")));

  @Test
  void seesTheClassesOfEveryModule() {
    for (String module :
        new String[] {"api", "domain", "repository", "agent", "controller", "app"}) {
      assertThat(PRODUCT.that(resideInAPackage("dev.salvaguarda." + module + ".."))).isNotEmpty();
    }
  }

  @Test
  void domainNeedsOnlyTheJdk() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.salvaguarda.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.salvaguarda.domain.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.salvaguarda.domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.net..", "java.nio.file..", "java.sql..", "java.util.logging.."));
  }

  @Test
  void onlyTheAppReadsClocksAndChance() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.salvaguarda.app..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callConstructor(Date.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(Clock.class, "system", ZoneId.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(UUID.class, "randomUUID"));
  }

  @Test
  void onlyTheAppReadsTheEnvironment() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.salvaguarda.app..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class, String.class));
  }

  @Test
  void onlyOneAdapterStartsProcesses() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.salvaguarda.agent.adapter.process..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class));
  }

  @Test
  void librariesOfTheOutsideStayInTheirAdapters() {
    check(onlyIn("..adapter.minio..", "io.minio.."));
    check(onlyIn("..adapter.smtp..", "jakarta.mail.."));
    check(onlyIn("..adapter.http..", "java.net.http.."));
  }

  @Test
  void onlyGatherersAndAppliersHoldAKubernetesClient() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("..adapter.kubernetes..", "dev.salvaguarda.app..")
            .and()
            .haveNameNotMatching(".*(Gatherer|Applier)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(KubernetesClient.class));
    check(
        noClasses()
            .that()
            .haveNameMatching(".*(Manifest|Decision|Status|Report|Snapshot)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Context.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(KubernetesClient.class));
  }

  @Test
  void arrowsBetweenModulesPointOneWay() {
    check(noArrow("controller", "agent", "repository", "app"));
    check(noArrow("agent", "controller", "api", "app"));
    check(noArrow("repository", "api", "domain", "agent", "controller", "app"));
    check(noArrow("api", "domain", "repository", "agent", "controller", "app"));
    check(noArrow("domain", "api", "repository", "agent", "controller", "app"));
  }

  @Test
  void theMachineryKnowsNoKindOfWork() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.salvaguarda.domain.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.salvaguarda.domain.run..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Result.class));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.salvaguarda.controller.worker..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(CustomResource.class));
  }

  @Test
  void adaptersDoNotKnowEachOther() {
    slices()
        .matching("dev.salvaguarda.(*)..adapter.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices()
        .matching("dev.salvaguarda.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void reconcilersAreNamedPlacedAndWithoutState() {
    check(
        classes()
            .that()
            .implement(Reconciler.class)
            .should()
            .haveSimpleNameEndingWith("Reconciler")
            .andShould()
            .resideInAPackage("dev.salvaguarda.controller.(*)..")
            .andShould()
            .haveOnlyFinalFields());
    check(fields().that().areStatic().should().beFinal());
  }

  @Test
  void everyReconcilerTriesAgainWithoutEndAndLooksAtEachObjectNowAndThen() {
    check(
        classes()
            .that()
            .implement(Reconciler.class)
            .should(
                fulfil(
                    "retry without end, a minute apart at most",
                    ArchitectureTest::retriesWithoutEnd))
            .andShould(
                fulfil(
                    "look at each object every ten minutes", ArchitectureTest::looksNowAndThen)));
  }

  private static boolean retriesWithoutEnd(JavaClass type) {
    GradualRetry retry = type.reflect().getAnnotation(GradualRetry.class);
    return retry != null
        && retry.maxAttempts() < 0
        && retry.initialInterval() <= 1_000
        && retry.maxInterval() > 0
        && retry.maxInterval() <= 60_000;
  }

  private static boolean looksNowAndThen(JavaClass type) {
    ControllerConfiguration told = type.reflect().getAnnotation(ControllerConfiguration.class);
    return told != null
        && told.maxReconciliationInterval()
                .timeUnit()
                .toMinutes(told.maxReconciliationInterval().interval())
            <= 10;
  }

  @Test
  void portsAreInterfacesAndNoNameIsABag() {
    check(
        classes()
            .that()
            .resideInAPackage("..port..")
            .and()
            .areTopLevelClasses()
            .should()
            .beInterfaces());
    check(classes().should().haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl|Common)"));
  }

  @Test
  void everyPackageIsNullMarked() {
    check(classes().should(resideInNullMarkedPackage()));
  }

  @Test
  void publicTypesOfApiAndDomainAreClosed() {
    check(
        classes()
            .that()
            .resideInAnyPackage("dev.salvaguarda.api..", "dev.salvaguarda.domain..")
            .and()
            .arePublic()
            .should(
                fulfil(
                    "be records, enums, sealed or final",
                    type ->
                        type.isRecord()
                            || type.isEnum()
                            || type.isAnnotation()
                            || type.getModifiers().contains(JavaModifier.FINAL)
                            || type.reflect().isSealed())));
  }

  private static ArchRule onlyIn(String adapter, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(adapter)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static ArchRule noArrow(String from, String... to) {
    String[] packages = new String[to.length];
    for (int i = 0; i < to.length; i++) {
      packages[i] = "dev.salvaguarda." + to[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage("dev.salvaguarda." + from + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages));
  }

  private static ArchCondition<JavaClass> resideInNullMarkedPackage() {
    return fulfil(
        "reside in a package whose package-info is @NullMarked",
        type -> type.getPackage().isAnnotatedWith(NullMarked.class));
  }

  private static ArchCondition<JavaClass> fulfil(String sentence, Predicate<JavaClass> test) {
    return new ArchCondition<>(sentence) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!test.test(type)) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " does not " + sentence));
        }
      }
    };
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(PRODUCT);
  }
}
