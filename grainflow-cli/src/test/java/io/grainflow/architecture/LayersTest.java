package io.grainflow.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.grainflow.architecture.ProductionClasses.ALL;
import static io.grainflow.architecture.ProductionClasses.ROOMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data flows one way: core, floors, what all systems share, systems, jobs, front ends. */
final class LayersTest {
    /** What a system may use of others: Noise2NoiseFlow is made of Noise Flow and a denoiser. */
    private static final Map<String, Set<String>> GUESTS = Map.of("noise2noiseflow", Set.of("noiseflow", "denoiser"));

    private static Stream<String[]> layers() {
        return Stream.of(
                ProductionClasses.CORE,
                ProductionClasses.IO,
                ProductionClasses.TENSOR,
                ProductionClasses.ENGINE,
                ProductionClasses.SHARED,
                ProductionClasses.EXPORT,
                ProductionClasses.SYSTEMS,
                ProductionClasses.JOBS,
                ProductionClasses.BENCHMARK,
                ProductionClasses.CLI);
    }

    @Test
    void everyLayerHasClasses() {
        layers().flatMap(Stream::of).forEach(pattern -> {
            String home = pattern.replace("..", "");
            assertThat(ALL.stream().map(JavaClass::getPackageName))
                    .as("classes of " + home + ": rules of an empty layer hold nothing")
                    .anyMatch(name -> name.equals(home) || name.startsWith(home + "."));
        });
    }

    @Test
    void everyClassIsInALayer() {
        String[] known = Stream.concat(layers(), Stream.of(new String[][] {ProductionClasses.API}))
                .flatMap(Stream::of)
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(ALL);
    }

    @Test
    void dataFlowsOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy(ProductionClasses.CORE)
                .layer("io")
                .definedBy(ProductionClasses.IO)
                .layer("tensor")
                .definedBy(ProductionClasses.TENSOR)
                .layer("engine")
                .definedBy(ProductionClasses.ENGINE)
                .layer("shared")
                .definedBy(ProductionClasses.SHARED)
                .layer("export")
                .definedBy(ProductionClasses.EXPORT)
                .layer("systems")
                .definedBy(ProductionClasses.SYSTEMS)
                .layer("jobs")
                .definedBy(ProductionClasses.JOBS)
                .layer("api")
                .definedBy(ProductionClasses.API)
                .layer("benchmark")
                .definedBy(ProductionClasses.BENCHMARK)
                .layer("cli")
                .definedBy(ProductionClasses.CLI)
                .whereLayer("benchmark")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("api")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("jobs")
                .mayOnlyBeAccessedByLayers("api", "benchmark", "cli")
                .whereLayer("systems")
                .mayOnlyBeAccessedByLayers("jobs", "api", "benchmark", "cli")
                .whereLayer("export")
                .mayOnlyBeAccessedByLayers("jobs", "api", "cli")
                .whereLayer("shared")
                .mayOnlyBeAccessedByLayers("export", "systems", "jobs", "api", "benchmark", "cli")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("shared", "export", "systems", "jobs", "api", "benchmark", "cli")
                .whereLayer("tensor")
                .mayOnlyBeAccessedByLayers("shared", "export", "systems", "jobs", "api", "benchmark", "cli")
                .whereLayer("io")
                .mayOnlyBeAccessedByLayers("shared", "export", "systems", "jobs", "api", "benchmark", "cli")
                .check(ALL);
    }

    static Stream<String> rooms() {
        return ROOMS.stream();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void systemsDoNotKnowEachOther(String room) {
        String[] others = ROOMS.stream()
                .filter(other -> !other.equals(room)
                        && !GUESTS.getOrDefault(room, Set.of()).contains(other))
                .map(other -> "io.grainflow." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.grainflow." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(ALL);
    }

    @Test
    void coreIsPureJava() {
        noClasses()
                .that()
                .resideInAnyPackage(ProductionClasses.CORE)
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("neither JDK, JSpecify nor core") {
                    @Override
                    public boolean test(JavaClass type) {
                        String name = type.getPackageName();
                        return !type.isPrimitive()
                                && !type.isArray()
                                && Stream.of("java", "javax", "org.jspecify", "io.grainflow")
                                        .noneMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "."));
                    }
                })
                .check(ALL);
    }

    /** What front ends call: the values of core, jobs with their settings and outcomes, the report, the library. */
    @Test
    void frontEndsNeverSeeTensors() {
        ArchRule rule = codeUnits()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(Stream.of(ProductionClasses.CORE, ProductionClasses.JOBS, ProductionClasses.API)
                        .flatMap(Stream::of)
                        .toArray(String[]::new))
                .should(notMention("io.grainflow.tensor"));
        rule.check(ALL);
    }

    private static ArchCondition<JavaCodeUnit> notMention(String packageName) {
        return new ArchCondition<>("not mention " + packageName) {
            @Override
            public void check(JavaCodeUnit method, ConditionEvents events) {
                Stream.concat(method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
                        .filter(type -> type.getPackageName().startsWith(packageName))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " mentions " + type.getName())));
            }
        };
    }
}
