package io.grainflow.cli.command;

import io.grainflow.cli.option.DataOptions;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SeedOption;
import io.grainflow.cli.option.SplitOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.evaluate.EvaluateNoise;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a noise model. */
@Command(
        name = "noise",
        mixinStandardHelpOptions = true,
        description = "Compare a noise model with real noise.",
        footer = {
            "",
            "nllNatsPerDim  how surprising the real noise is to the model; lower is better",
            "kld            KL(real || synthetic) of the noise histograms, nats, synthetic image not rounded",
            "kldQuantised   the same with the synthetic image rounded to 8 bit, as files are",
            "akld           divergence of the local variances, nats; mean over --samples",
            "corrDistance   mean absolute difference of the noise correlation maps, lags up to 5 pixels",
            "--json also has KL divergences by the rules of NeCA, Flow-sRGB, NM-FlowGAN, C2N, Noise Flow, Noise2NoiseFlow.",
            "",
            "Examples:",
            "  grainflow evaluate noise --model noise.safetensors --data pairs --split test",
            "  grainflow evaluate noise --model naflow.safetensors --data pairs --split test --sampling metadata",
            "  grainflow evaluate noise --model noise.safetensors --data sidd-val:SIDD --json - | jq .average.kld"
        })
final class EvaluateNoiseCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            converter = ModelConverter.class,
            description = "The noise model: a file, or naflow-polyu, which is included.")
    Path model;

    @Mixin
    DataOptions data;

    @Mixin
    SplitOption split;

    @Option(
            names = "--sampling",
            paramLabel = "HOW",
            description = {
                "How samples are drawn: metadata (by camera and ISO), nas (noise-aware: like the pair's own noise, without"
                        + " metadata; nas:T with another temperature), own (with a Gaussian fitted to the pair's own latents), mixture, rank:K, random; auto is nas where the model can."
                        + " Default: ${DEFAULT-VALUE}."
            })
    String sampling;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Samples per image that akld is the mean of; its paper takes 50. Default: ${DEFAULT-VALUE}.")
    int samples;

    @Mixin
    SeedOption seed;

    @Mixin
    RunOptions options;

    EvaluateNoiseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        EvaluateNoise job = EvaluateNoise.defaults()
                .model(model)
                .pairs(data.data(split))
                .sampling(sampling)
                .samples(samples)
                .seed(seed.seed())
                .compute(options.compute());
        return session.run(job, options.result(), ResultTexts::of);
    }
}
