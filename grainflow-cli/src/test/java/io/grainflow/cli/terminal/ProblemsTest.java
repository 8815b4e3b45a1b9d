package io.grainflow.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class ProblemsTest {
    /** A class whose start fails, as a registry's does where two jars bring one name. */
    private static final class Registry {
        static final int COUNT = count();

        private static int count() {
            throw new IllegalStateException("job catalogues expect a name of each kind,\n got simulate twice");
        }
    }

    @Test
    void aRegistryThatCannotBeMadeTellsWhy() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Problems problems = new Problems(Console.plain(OutputStream.nullOutputStream(), err));
        try {
            assertThat(Registry.COUNT).isNegative();
        } catch (ExceptionInInitializerError problem) {
            assertThat(problems.failed(problem, false, UnaryOperator.identity()))
                    .isEqualTo(Session.FAILED);
        }
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("grainflow: internal error: IllegalStateException job catalogues expect a name of each"
                        + " kind, got simulate twice; run again with --debug and report it");
    }
}
