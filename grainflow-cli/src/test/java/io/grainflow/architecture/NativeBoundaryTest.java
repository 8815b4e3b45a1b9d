package io.grainflow.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.grainflow.architecture.ProductionClasses.ALL;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

/** Every native resource has one owner: who makes it frees it. */
final class NativeBoundaryTest {
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

    /** Native pointers are wrapped where they are made; nobody else makes the wrappers. */
    @Test
    void nativeHandlesAreWrappedByTheirOwners() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.grainflow.tensor..")
                .should(construct("io.grainflow.tensor.Tensor"))
                .andShould(construct("io.grainflow.tensor.Adam"))
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.grainflow.engine..")
                .should(construct("io.grainflow.engine.Plan"))
                .andShould(construct("io.grainflow.engine.ExecutionContext"))
                .check(ALL);
    }

    private static ArchCondition<JavaClass> construct(String type) {
        return new ArchCondition<>("construct " + type) {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                for (JavaConstructorCall call : origin.getConstructorCallsFromSelf()) {
                    if (call.getTargetOwner().getName().equals(type)) {
                        events.add(SimpleConditionEvent.satisfied(origin, call.getDescription()));
                    }
                }
            }
        };
    }
}
