package io.grainflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.job.run.JobKind;
import io.grainflow.job.run.JobKinds;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ResultTextsTest {
    static Stream<JobKind<?>> kinds() {
        return JobKinds.all().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfJobHasAText(JobKind<?> kind) {
        assertThat(ResultTexts.has(kind.type())).isTrue();
    }
}
