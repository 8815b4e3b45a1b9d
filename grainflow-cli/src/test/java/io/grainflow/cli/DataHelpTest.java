package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.dataset.DatasetKind;
import io.grainflow.dataset.Datasets;
import org.junit.jupiter.api.Test;

/** The help lists every kind of data set that there is. */
final class DataHelpTest {
    @Test
    void everyKindIsInTheHelp() {
        String help = Run.of("inspect", "--help").out()
                + Run.of("train", "denoiser", "dncnn", "--help").out();
        for (DatasetKind kind : Datasets.kinds()) {
            boolean folder = kind.example().startsWith("a folder");
            assertThat(help)
                    .contains(
                            folder
                                    ? kind.example().substring(kind.example().lastIndexOf(' ') + 1)
                                    : kind.prefix() + ":DIR");
        }
    }
}
