package io.grainflow.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.grainflow.architecture.ProductionClasses.ALL;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.grainflow.engine.quantise.Ranges;
import org.junit.jupiter.api.Test;

/** Dependencies between the packages of the compiled engine. */
final class EngineArchitectureTest {
    private static final String GRAPH = "io.grainflow.graph";
    private static final String ENGINE = "io.grainflow.engine";
    private static final String PROGRAM = "io.grainflow.engine.program";
    private static final String QUANTISE = "io.grainflow.engine.quantise";
    private static final String KERNEL = "io.grainflow.engine.kernel";

    @Test
    void othersSeeTheEnginesOwnPackageAndRanges() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE + "..")
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("are internal to the engine") {
                    @Override
                    public boolean test(JavaClass type) {
                        String home = type.getPackageName();
                        return home.startsWith(ENGINE + ".") && !type.getName().startsWith(Ranges.class.getName());
                    }
                })
                .check(ALL);
    }

    @Test
    void programsAndNumberFormatsArePureJava() {
        noClasses()
                .that()
                .resideInAnyPackage(GRAPH, PROGRAM, QUANTISE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..", "org.lwjgl..", KERNEL, ENGINE)
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage(GRAPH, PROGRAM)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(QUANTISE)
                .check(ALL);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.grainflow.(engine.*)..").should().beFreeOfCycles().check(ALL);
    }
}
