package io.grainflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportMarkdownTest {
    @Test
    void textsAndTablesAreKept() {
        Report report = new Report(
                "Noise",
                "One.\n\nTwo.",
                List.of(new Report.Fact("PSNR gain", "6.1 dB")),
                List.of(
                        new Report.Section("Empty", List.of(new Block.Charts("c", List.of()))),
                        new Report.Section(
                                "Scores",
                                List.of(
                                        new Block.Table(
                                                "Per ISO.",
                                                List.of("ISO", "KLD"),
                                                List.of(List.of(
                                                        Block.Cell.of("100"),
                                                        Block.Cell.of(0.5, 2).asBest()))),
                                        new Block.Commands(List.of("./grainflow demo"))))));
        assertThat(ReportMarkdown.text(report)).isEqualTo("""
                        # Noise

                        One.

                        Two.

                        - PSNR gain: **6.1 dB**

                        ## Scores

                        Table 1. Per ISO.

                        | ISO | KLD |
                        |---|---:|
                        | 100 | **0.50** |

                            ./grainflow demo
                        """);
    }

    @Test
    void nothingThatUsersNamedIsMarkup() {
        String evil = "<img src=x>|`a`\n# b [l](u) \\";
        String text = ReportMarkdown.text(new Report(evil, evil, List.of(), List.of()));
        assertThat(text)
                .isEqualTo("# \\<img src=x\\>\\|\\`a\\` \\# b \\[l\\](u) \\\\\n\n"
                        + "\\<img src=x\\>\\|\\`a\\` \\# b \\[l\\](u) \\\\\n");
    }
}
