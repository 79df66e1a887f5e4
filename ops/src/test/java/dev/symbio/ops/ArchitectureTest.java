package dev.symbio.ops;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.symbio.ops.host.Home;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that a machine can hold. */
@AnalyzeClasses(packages = "dev.symbio", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final List<String> MODULES =
            List.of("ops/servers", "platform", "tenants", "contracts", "gateway", "ops");

    /** The platform serves any business; none of these may name anything in it. */
    private static final Set<String> BUSINESS_WORDS = Set.of(
            "sla",
            "opportunity",
            "opportunities",
            "dealer",
            "manufacturer",
            "supplier",
            "settlement",
            "journey",
            "commitment",
            "forecast",
            "invoice",
            "credit",
            "penalty",
            "shipment");

    /** What reads the clock of the machine, by class and method. */
    private static final Map<Class<?>, Set<String>> CLOCK_READERS = Map.of(
            Instant.class, Set.of("now"),
            LocalDate.class, Set.of("now"),
            LocalDateTime.class, Set.of("now"),
            OffsetDateTime.class, Set.of("now"),
            ZonedDateTime.class, Set.of("now"),
            System.class, Set.of("currentTimeMillis"),
            Clock.class, Set.of("systemUTC", "systemDefaultZone"));

    @ArchTest
    static final ArchRule IMPORTS_GO_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("platform")
            .definedBy("dev.symbio.platform..")
            .layer("tenants")
            .definedBy("dev.symbio.tenants..")
            .layer("contracts")
            .definedBy("dev.symbio.contracts..")
            .layer("gateway")
            .definedBy("dev.symbio.gateway..")
            .layer("ops")
            .definedBy("dev.symbio.ops..")
            .whereLayer("ops")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("ops")
            .whereLayer("contracts")
            .mayOnlyBeAccessedByLayers("gateway", "ops")
            .whereLayer("tenants")
            .mayOnlyBeAccessedByLayers("contracts", "gateway", "ops");

    @ArchTest
    static final ArchRule PLATFORM_KNOWS_NO_BUSINESS_WORD =
            classes().that().resideInAPackage("dev.symbio.platform..").should(nameNothingAfterTheBusiness());

    /** Symbio is where everything is put together: it chooses the clock that is injected. */
    @ArchTest
    static final ArchRule TIME_COMES_FROM_AN_INJECTED_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackages("dev.symbio.platform.runtime..", "dev.symbio.ops..")
            .and()
            .doNotHaveFullyQualifiedName("dev.symbio.gateway.Symbio")
            .should()
            .accessTargetWhere(readsTheMachinesClock());

    @ArchTest
    static final ArchRule NO_THREAD_LOCALS =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule ONE_ACTOR_HOSTS_EVERY_KIND = noClasses()
            .that()
            .resideOutsideOfPackage("dev.symbio.platform.entity..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("akka\\.persistence\\.typed\\.javadsl\\.(EventSourced|DurableState).*");

    /** Whatever in a feature does not itself query the read store: states, decisions, events, value types. */
    @ArchTest
    static final ArchRule DOMAIN_IS_PURE = noClasses()
            .that(resideInAPackage("dev.symbio.contracts..").and(notTouchingTheReadStore()))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka..", "scala..", "java.sql..", "javax.sql..", "org.jdbi..", "java.net.http..");

    @ArchTest
    static final ArchRule NO_JAVA_SERIALISATION =
            noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)(\\$.*)?");

    @Test
    void everyPackageTellsItsStory() throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> all = Files.walk(Home.file(module + "/src/main/java"))) {
                assertThat(all.filter(ArchitectureTest::holdsSources))
                        .as("packages of " + module + " without package-info.java")
                        .isNotEmpty()
                        .allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
            }
        }
    }

    private static boolean holdsSources(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static ArchCondition<JavaClass> nameNothingAfterTheBusiness() {
        return new ArchCondition<>("name nothing after the business") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream.concat(
                                Stream.of(type.getSimpleName()),
                                type.getMembers().stream().map(JavaMember::getName))
                        .filter(ArchitectureTest::isOfTheBusiness)
                        .forEach(name ->
                                events.add(SimpleConditionEvent.violated(type, type.getName() + " names " + name)));
            }
        };
    }

    private static boolean isOfTheBusiness(String name) {
        return Arrays.stream(name.split("(?<=[a-z0-9])(?=[A-Z])|_"))
                .anyMatch(word -> BUSINESS_WORDS.contains(word.toLowerCase(Locale.ROOT)));
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheMachinesClock() {
        return DescribedPredicate.describe("reads the clock of the machine", access -> CLOCK_READERS.entrySet().stream()
                .anyMatch(reader -> access.getTargetOwner().isEquivalentTo(reader.getKey())
                        && reader.getValue().contains(access.getTarget().getName())
                        && access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget unit
                        && unit.getRawParameterTypes().isEmpty()));
    }

    private static DescribedPredicate<JavaClass> notTouchingTheReadStore() {
        return DescribedPredicate.describe(
                "do not query the read store", type -> type.getDirectDependenciesFromSelf().stream()
                        .noneMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("org.jdbi")));
    }
}
