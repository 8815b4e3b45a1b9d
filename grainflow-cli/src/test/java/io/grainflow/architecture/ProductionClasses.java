package io.grainflow.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/** All classes of the product, read once, and the layers that their packages belong to. */
final class ProductionClasses {
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // contract tests come as test-jars once the modules are packaged
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("/test-classes/"))
            .importPackages("io.grainflow");

    static final String[] CORE = packages(
            "image",
            "pair",
            "random",
            "noise",
            "corruption",
            "denoise",
            "metric",
            "isp",
            "concurrent",
            "problem",
            "progress");
    static final String[] IO = packages("file", "raw", "dataset");
    static final String[] TENSOR = packages("tensor");
    static final String[] ENGINE = packages("graph", "engine");
    static final String[] SHARED = packages("mri", "network", "flow", "inference", "train", "model");
    static final String[] EXPORT = packages("export");
    static final List<String> ROOMS =
            List.of("naflow", "noiseflow", "noise2noiseflow", "nmflowgan", "neca", "c2n", "denoiser", "parametric");
    static final String[] SYSTEMS = packages(ROOMS.toArray(String[]::new));
    static final String[] JOBS = packages("job", "report");
    /** The library's facade: the package itself and none below it. */
    static final String[] API = {"io.grainflow"};

    static final String[] BENCHMARK = packages("benchmark");
    static final String[] CLI = packages("cli");

    private ProductionClasses() {}

    private static String[] packages(String... names) {
        return List.of(names).stream()
                .map(name -> "io.grainflow." + name + "..")
                .toArray(String[]::new);
    }
}
