package io.grainflow.job.demo;

import io.grainflow.denoise.Denoiser;
import io.grainflow.job.train.NoiseFit;
import io.grainflow.naflow.NaFlowNoise;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.Split;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Map;

/** The data that the demo's report shows. */
record DemoFindings(
        Seed seed,
        double minutes,
        int scenes,
        Map<Split, List<PairEntry>> split,
        NoiseFit fit,
        NoiseDensity gaussian,
        NoiseDensity heteroscedastic,
        NaFlowNoise flow,
        Denoiser denoiser,
        DemoResult result) {
    List<PairEntry> test() {
        return split.getOrDefault(Split.TEST, List.of());
    }
}
