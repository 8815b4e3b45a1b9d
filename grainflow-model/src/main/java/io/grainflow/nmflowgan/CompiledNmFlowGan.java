package io.grainflow.nmflowgan;

import io.grainflow.engine.RowSource;
import io.grainflow.inference.ImageGraph;
import io.grainflow.inference.Inference;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import java.util.List;

/** NM-FlowGAN through graphs, whose memory beside images is proportional to the width alone. */
final class CompiledNmFlowGan implements NmFlowGanEngine {
    private final int channels;
    private final ImageGraph decoder;
    private final ImageGraph likelihood;
    private final ImageGraph generator;

    CompiledNmFlowGan(NmFlowGanSpec spec, Weights weights, Inference inference) {
        this.channels = spec.channels();
        List<Capture> grid = spec.isos().stream()
                .flatMap(iso -> spec.cameras().stream().map(camera -> Capture.of(camera, iso)))
                .toList();
        this.decoder = ImageGraph.of(NmFlowGanGraph.decoder(spec, grid, weights), inference);
        this.likelihood = ImageGraph.of(NmFlowGanGraph.likelihood(spec, grid, weights), inference);
        this.generator = ImageGraph.of(NetworkGraph.of(CorrelationNetwork.of(spec), weights), inference);
    }

    @Override
    public float[] decode(int height, int width, float[] clean, float[] latent, int row) {
        return image(decoder, height, width, row, clean, latent);
    }

    @Override
    public double nats(int height, int width, float[] clean, float[] noisy, int row) {
        // rows arrive from top to bottom, so that the sum has one order
        double[] sum = {0};
        likelihood.run(height, width, row, source(height, width, clean, noisy), (output, from, rows, values) -> {
            for (int i = 0; i < rows * width * channels; i++) {
                sum[0] += values[i];
            }
        });
        return sum[0];
    }

    @Override
    public float[] correlate(int height, int width, float[] noise) {
        return image(generator, height, width, 0, noise);
    }

    private float[] image(ImageGraph graph, int height, int width, int row, float[]... inputs) {
        float[] result = new float[channels * height * width];
        graph.run(height, width, row, source(height, width, inputs), (output, from, rows, values) -> {
            int at = 0;
            for (int y = from; y < from + rows; y++) {
                for (int x = 0; x < width; x++) {
                    for (int c = 0; c < channels; c++) {
                        result[(c * height + y) * width + x] = values[at++];
                    }
                }
            }
        });
        return result;
    }

    /** Rows of images [C,H,W], with the channels innermost. */
    private RowSource source(int height, int width, float[]... images) {
        return (input, from, rows, values) -> {
            float[] image = images[input];
            int at = 0;
            for (int y = from; y < from + rows; y++) {
                for (int x = 0; x < width; x++) {
                    for (int c = 0; c < channels; c++) {
                        values[at++] = image[(c * height + y) * width + x];
                    }
                }
            }
        };
    }

    @Override
    public void close() {
        decoder.close();
        likelihood.close();
        generator.close();
    }
}
