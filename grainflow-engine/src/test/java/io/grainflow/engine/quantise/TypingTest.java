package io.grainflow.engine.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.engine.Graphs;
import io.grainflow.engine.Plan;
import io.grainflow.engine.program.ElementType;
import io.grainflow.engine.program.Fusion;
import io.grainflow.engine.program.Program;
import io.grainflow.engine.program.Step;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TypingTest {
    /** Convolutions that read the image or give the result stay in float32; values in between are rounded. */
    @Test
    void narrowConvolutionsStayFloat() {
        Program program = Typing.bf16(Fusion.of(Graphs.residual(3, 32, 5)));
        List<Step> convolutions = program.steps().stream()
                .filter(step -> step.action() instanceof Step.Apply)
                .toList();
        assertThat(convolutions).hasSize(5);
        for (int i = 0; i < 5; i++) {
            ElementType expected = i == 0 || i == 4 ? ElementType.F32 : ElementType.BF16;
            assertThat(program.slot(convolutions.get(i).inputs().get(0)).type())
                    .as("input of convolution %s", i)
                    .isEqualTo(expected);
        }
        assertThat(program.slot(convolutions.get(0).output()).type()).isEqualTo(ElementType.F32);
        assertThat(program.slot(convolutions.get(3).output()).type()).isEqualTo(ElementType.F32);
        assertThat(program.slot(convolutions.get(1).output()).type()).isEqualTo(ElementType.BF16);
    }

    /** A narrow convolution whose neighbours are not convolutions takes their type. */
    @Test
    void othersTakeTheirNeighboursType() {
        GraphBuilder builder = new GraphBuilder();
        int image = builder.input("image", 3, 0);
        int wide = builder.convolution(image, 3, 1, new float[3 * 32], new float[32]);
        int sum = builder.sum(wide, wide);
        int narrow = builder.convolution(sum, 32, 1, new float[32 * 4], new float[4]);
        builder.output("result", builder.sum(narrow, narrow));
        Graph graph = builder.build();
        Program program = Typing.bf16(Fusion.of(graph));
        List<Step> sums = program.steps().stream()
                .filter(step -> step.inputs().size() > 1)
                .toList();
        assertThat(sums).isNotEmpty();
        assertThat(sums)
                .allSatisfy(step -> assertThat(step.inputs().stream()
                                .map(slot -> program.slot(slot).type())
                                .distinct())
                        .hasSize(1));
    }

    @Test
    void tellsWhatIsRounded() {
        Set<Integer> rounded = Plan.roundedValues(Graphs.residual(3, 32, 5));
        assertThat(rounded).isNotEmpty();
        assertThat(Plan.roundedValues(Graphs.residual(3, 8, 2))).isEmpty();
    }
}
