package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ClassDataArchiveTest {
    @Test
    void everyRunSucceeds() throws IOException {
        assertThat(ClassDataArchive.run()).isNotEmpty().allMatch(status -> status == 0);
    }
}
