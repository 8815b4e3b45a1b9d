package io.grainflow.architecture;

import static io.grainflow.architecture.ProductionClasses.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Size limits of files, methods, interfaces and packages. */
final class SizesTest {
    private static final String MAIN = "src/main/java";
    private static final String TEST = "src/test/java";
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;
    private static final int ABSTRACT_METHODS = 5;
    private static final int PACKAGE_FILES = 30;

    @Test
    void filesHaveAtMost400Lines() throws IOException {
        List<String> large = new ArrayList<>();
        List<Path> files = Stream.of(MAIN, TEST)
                .flatMap(folder -> SourceTree.files(folder).stream())
                .toList();
        assertThat(files).hasSizeGreaterThan(500);
        for (Path file : files) {
            try (Stream<String> lines = Files.lines(file)) {
                long count = lines.count();
                if (count > FILE_LINES) {
                    large.add(count + " " + file);
                }
            }
        }
        assertThat(large).isEmpty();
    }

    @Test
    void methodsHaveAtMost40Lines() {
        List<SourceTree.Method> methods = SourceTree.methods(SourceTree.files(MAIN));
        assertThat(methods).hasSizeGreaterThan(2000);
        assertThat(methods).filteredOn(method -> method.lines() > METHOD_LINES).isEmpty();
    }

    @Test
    void interfacesHaveAtMostFiveAbstractMethods() {
        Map<String, Integer> large = ALL.stream()
                .filter(type -> type.isInterface() && !type.isAnnotation())
                .collect(Collectors.toMap(JavaClass::getName, SizesTest::abstractMethods));
        assertThat(large).hasSizeGreaterThan(50);
        assertThat(large.entrySet())
                .filteredOn(entry -> entry.getValue() > ABSTRACT_METHODS)
                .isEmpty();
    }

    /** Those that an interface adds to what it extends: closing without an exception is none. */
    private static int abstractMethods(JavaClass type) {
        return (int) type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(method -> type.getAllRawInterfaces().stream().noneMatch(parent -> declares(parent, method)))
                .count();
    }

    private static boolean declares(JavaClass parent, JavaMethod method) {
        return parent.tryGetMethod(
                        method.getName(),
                        method.getRawParameterTypes().stream()
                                .map(JavaClass::getName)
                                .toArray(String[]::new))
                .isPresent();
    }

    @Test
    void packagesHaveAtMost30Files() {
        Map<Path, Long> sizes = SourceTree.files(MAIN).stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        assertThat(sizes).hasSizeGreaterThan(40);
        assertThat(sizes.entrySet())
                .filteredOn(entry -> entry.getValue() > PACKAGE_FILES)
                .isEmpty();
    }
}
