package io.grainflow.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.grainflow.architecture.ProductionClasses.ALL;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import org.junit.jupiter.api.Test;

/** Every native resource has one owner, which frees it. */
final class NativeBoundaryTest {
    private static final String[] PLAN_OWNERS = {
        "io.grainflow.engine..", "io.grainflow.inference..", "io.grainflow.naflow..", "io.grainflow.job.benchmark.."
    };

    @Test
    void onlyTheNativeModulesKnowTheNativeLibraries() {
        only("org.bytedeco..", "io.grainflow.tensor..", "io.grainflow.engine..");
    }

    @Test
    void libtorchBelongsToTensors() {
        only("org.bytedeco.pytorch..", "io.grainflow.tensor..");
    }

    @Test
    void oneDnnBelongsToTheEngine() {
        only("org.bytedeco.dnnl..", "io.grainflow.engine..");
    }

    @Test
    void onlyTheExportKnowsTheFormatOfOnnx() {
        only("ai.onnx..", "io.grainflow.export..");
        only("com.google.protobuf..", "io.grainflow.export..");
    }

    private static void only(String library, String... owners) {
        noClasses()
                .that()
                .resideOutsideOfPackages(owners)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(ALL);
    }

    /** Plans hold native memory. The code that creates a plan closes it. */
    @Test
    void plansAreMadeWhereTheyAreClosed() {
        noClasses()
                .that()
                .resideOutsideOfPackages(PLAN_OWNERS)
                .should()
                .callMethodWhere(new DescribedPredicate<>("it makes a plan") {
                    @Override
                    public boolean test(JavaMethodCall call) {
                        return call.getTargetOwner().getName().equals("io.grainflow.engine.Plan")
                                && call.getTarget().getRawReturnType().getName().equals("io.grainflow.engine.Plan");
                    }
                })
                .check(ALL);
    }
}
