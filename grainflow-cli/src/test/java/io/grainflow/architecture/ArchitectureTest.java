package io.grainflow.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobKinds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Arrows between modules, the native boundary, and what the code must not use. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // contract tests come as test-jars once the modules are packaged
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.grainflow");

    private static final String[] CORE = {
        "io.grainflow.image..",
        "io.grainflow.pair..",
        "io.grainflow.random..",
        "io.grainflow.noise..",
        "io.grainflow.denoise..",
        "io.grainflow.metric..",
        "io.grainflow.isp..",
        "io.grainflow.problem..",
        "io.grainflow.progress.."
    };

    @Test
    void everyModuleIsThere() {
        for (String part : List.of("image", "file", "tensor", "train", "export", "job", "cli")) {
            if (CLASSES.stream().noneMatch(c -> c.getPackageName().startsWith("io.grainflow." + part))) {
                throw new AssertionError(
                        "no class of io.grainflow." + part + " was imported: the rules would be empty");
            }
        }
    }

    @Test
    void dataFlowsOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy(CORE)
                .layer("io")
                .definedBy("io.grainflow.file..", "io.grainflow.dataset..")
                .layer("tensor")
                .definedBy("io.grainflow.tensor..")
                .layer("engine")
                .definedBy("io.grainflow.graph..", "io.grainflow.engine..")
                .layer("model")
                .definedBy(
                        "io.grainflow.mri..", "io.grainflow.network..", "io.grainflow.model..", "io.grainflow.train..")
                .layer("export")
                .definedBy("io.grainflow.export..")
                .layer("jobs")
                .definedBy("io.grainflow.job..", "io.grainflow.report..")
                .layer("benchmark")
                .definedBy("io.grainflow.benchmark..")
                .layer("cli")
                .definedBy("io.grainflow.cli..")
                .whereLayer("benchmark")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("jobs")
                .mayOnlyBeAccessedByLayers("benchmark", "cli")
                .whereLayer("export")
                .mayOnlyBeAccessedByLayers("jobs", "cli")
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers("export", "jobs", "cli")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("model", "export", "jobs", "cli")
                .whereLayer("tensor")
                .mayOnlyBeAccessedByLayers("model", "export", "jobs", "cli")
                .whereLayer("io")
                .mayOnlyBeAccessedByLayers("model", "export", "jobs", "cli")
                .check(CLASSES);
    }

    @Test
    void onlyTheNativeModulesKnowTheNativeLibraries() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.grainflow.tensor..", "io.grainflow.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.grainflow.tensor..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.pytorch..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.grainflow.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.dnnl..")
                .check(CLASSES);
    }

    @Test
    void onlyTheExportKnowsTheFormatOfOnnx() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.grainflow.export..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnx..", "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void coreIsPureJava() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
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
                .check(CLASSES);
    }

    @Test
    void randomnessComesFromSeedsOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .check(CLASSES);
    }

    @Test
    void nothingPrintsOrCollectsByHand() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.grainflow.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "gc")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    /** Neither the front ends nor what they call: the values of core, jobs with their settings and outcomes, the report. */
    @Test
    void frontEndsNeverSeeTensors() {
        noClasses()
                .that()
                .resideInAnyPackage("io.grainflow", "io.grainflow.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.grainflow.tensor..")
                .check(CLASSES);
        codeUnits()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(CORE), Stream.of("io.grainflow.job..", "io.grainflow.report.."))
                                .toArray(String[]::new))
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(notMention("io.grainflow.tensor"))
                .check(CLASSES);
    }

    @Test
    void everyJobIsInTheRegistry() {
        List<String> jobs = CLASSES.stream()
                .filter(type -> type.isAssignableTo(Job.class) && !type.isInterface())
                .map(JavaClass::getName)
                .toList();
        assertThat(JobKinds.all().stream().map(kind -> kind.type().getName()))
                .containsExactlyInAnyOrderElementsOf(jobs);
    }

    /** What two jobs need is a function of its own. */
    @Test
    void jobsDoNotCallJobs() {
        classes()
                .that()
                .areAssignableTo(Job.class)
                .should(new ArchCondition<>("not call another job") {
                    @Override
                    public void check(JavaClass job, ConditionEvents events) {
                        job.getCodeUnitCallsFromSelf().stream()
                                .filter(call -> call.getTargetOwner().isAssignableTo(Job.class)
                                        && !call.getTargetOwner().isInterface()
                                        && !call.getTargetOwner().equals(job))
                                .forEach(call -> events.add(SimpleConditionEvent.violated(job, call.getDescription())));
                    }
                })
                .check(CLASSES);
    }

    @Test
    void classesAreFinalOrInterfaces() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areTopLevelClasses()
                .and()
                .areNotAssignableTo(Throwable.class)
                .and()
                .resideOutsideOfPackage("..generated..")
                .and()
                .haveSimpleNameNotEndingWith("package-info")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void packagesCarryTheDomainsNames() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..misc..", "..helper..", "..manager..")
                .check(CLASSES);
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
