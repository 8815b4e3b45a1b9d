package io.grainflow.job;

import io.grainflow.image.Image;
import io.grainflow.isp.VirtualCamera;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.report.Block;
import java.util.ArrayList;
import java.util.List;

/** Pictures of the demo's held-out scenes side by side. */
final class DemoPictures {
    private static final int ROWS = 4;

    private DemoPictures() {}

    static Block gallery(Demo.Findings findings) {
        List<Block.Row> rows = new ArrayList<>();
        for (PairEntry entry : chosen(findings.test())) {
            rows.add(row(findings, entry));
        }
        return new Block.Gallery(
                "Held-out scenes: the clean picture, the camera's own noise, noise of the two models, and what the"
                        + " denoiser makes of the camera's picture.",
                rows);
    }

    /** Different scenes, going through the ISO settings from the highest. */
    private static List<PairEntry> chosen(List<PairEntry> test) {
        List<String> scenes = test.stream().map(PairEntry::scene).distinct().toList();
        List<PairEntry> chosen = new ArrayList<>();
        for (int i = 0; i < Math.min(ROWS, scenes.size()); i++) {
            String scene = scenes.get(i);
            List<PairEntry> own =
                    test.stream().filter(entry -> entry.scene().equals(scene)).toList();
            chosen.add(own.get(own.size() - 1 - i % own.size()));
        }
        return chosen;
    }

    private static Block.Row row(Demo.Findings findings, PairEntry entry) {
        VirtualCamera camera = findings.camera();
        NoisyPair pair = entry.load();
        Image clean = camera.develop(pair.clean());
        Image noisy = camera.develop(pair.noisy());
        Image denoised = camera.develop(findings.denoiser().denoise(pair.noisy()));
        return new Block.Row(
                "ISO " + entry.capture().iso() + ", " + entry.scene(),
                List.of(
                        new Block.Picture("clean", "", clean),
                        new Block.Picture("camera", decibels(clean, noisy), noisy),
                        synthetic("Gaussian", findings.gaussian(), findings, entry, pair, clean),
                        synthetic("heteroscedastic", findings.heteroscedastic(), findings, entry, pair, clean),
                        new Block.Picture("denoised", decibels(clean, denoised), denoised)));
    }

    private static Block.Picture synthetic(
            String label, NoiseModel model, Demo.Findings findings, PairEntry entry, NoisyPair pair, Image clean) {
        Image made = findings.camera().develop(sample(model, findings, entry, pair));
        return new Block.Picture(label, decibels(clean, made), made);
    }

    /** The sample that the model was evaluated on. */
    static Image sample(NoiseModel model, Demo.Findings findings, PairEntry entry, NoisyPair pair) {
        return EvaluateNoise.sample(model, Sampling.METADATA, entry, pair, findings.seed());
    }

    private static String decibels(Image clean, Image image) {
        return DemoReport.format(
                "%.2f dB", DenoiserEvaluation.Quality.of(clean, image).psnrDecibels());
    }
}
