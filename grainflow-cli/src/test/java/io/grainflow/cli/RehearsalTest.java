package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void everyRunSucceeds() throws IOException {
        assertThat(Rehearsal.run()).isNotEmpty().allMatch(status -> status == 0);
    }
}
