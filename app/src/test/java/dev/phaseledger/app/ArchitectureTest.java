package dev.phaseledger.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;
import org.springframework.web.bind.annotation.RestController;

/// Holds the arrows between the modules, and the rules that no compiler knows.
@AnalyzeClasses(packages = "dev.phaseledger", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String API = "dev.phaseledger.api..";
  private static final String PROOF = "dev.phaseledger.proof..";
  private static final String POLICIES = "dev.phaseledger.policy..";
  private static final String STORE = "dev.phaseledger.store..";
  private static final String COMMAND = "dev.phaseledger.command..";
  private static final String QUERY = "dev.phaseledger.query..";
  private static final String CONSOLE = "dev.phaseledger.console..";
  private static final String BENCHMARKS = "dev.phaseledger.bench..";
  private static final String APP = "dev.phaseledger.app..";

  @ArchTest
  static final ArchRule modulesDependOnEachOtherOnlyAlongTheArrows =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.phaseledger..")
          .layer("api")
          .definedBy(API)
          .layer("proof")
          .definedBy(PROOF)
          .layer("policies")
          .definedBy(POLICIES)
          .layer("store")
          .definedBy(STORE)
          .layer("command")
          .definedBy(COMMAND)
          .layer("query")
          .definedBy(QUERY)
          .layer("console")
          .definedBy(CONSOLE)
          .layer("app")
          .definedBy(APP, BENCHMARKS)
          .withOptionalLayers(true)
          .whereLayer("api")
          .mayNotAccessAnyLayer()
          .whereLayer("proof")
          .mayNotAccessAnyLayer()
          .whereLayer("policies")
          .mayOnlyAccessLayers("api")
          .whereLayer("store")
          .mayOnlyAccessLayers("api", "proof")
          .whereLayer("command")
          .mayOnlyAccessLayers("api", "policies")
          .whereLayer("query")
          .mayOnlyAccessLayers("api", "policies", "proof")
          .whereLayer("console")
          .mayOnlyAccessLayers("api")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule theLanguageDependsOnTheJdkOnly =
      classes()
          .that()
          .resideInAPackage(API)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(API, "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule policiesAndProofsKnowNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(POLICIES, PROOF)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "org.axonframework..", "jakarta..");

  @ArchTest
  static final ArchRule timeComesFromAClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule identifiersComeFromAnIdSource =
      noClasses().should().callMethod(UUID.class, "randomUUID");

  @ArchTest
  static final ArchRule onlyTheCompositionRootKnowsTheSystemClock =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.phaseledger.app.service..")
          .should()
          .callMethod(java.time.Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule endpointsAreNobodysBusiness =
      classes().that().areAnnotatedWith(RestController.class).should().bePackagePrivate();

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      fields()
          .should()
          .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
          .andShould()
          .notBeAnnotatedWith("jakarta.inject.Inject");

  @ArchTest
  static final ArchRule sqlOfTheLedgerIsInTheStoreOnly =
      noClasses()
          .that(
              new DescribedPredicate<JavaClass>("are neither of the store nor of the database") {
                @Override
                public boolean test(JavaClass type) {
                  return !type.getPackageName().startsWith("dev.phaseledger.store")
                      && !type.getPackageName().startsWith("dev.phaseledger.query")
                      && !type.getPackageName().startsWith("dev.phaseledger.bench")
                      && !type.getPackageName().startsWith("dev.phaseledger.testsupport")
                      && !type.getPackageName().startsWith("dev.phaseledger.app");
                }
              })
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..");
}
