package io.grainflow.job.demo;

import io.grainflow.image.Image;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.NoiseScoring;
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

    static Block gallery(DemoFindings findings) {
        List<Block.Row> rows = new ArrayList<>();
        for (PairEntry entry : chosen(findings.test())) {
            rows.add(row(findings, entry));
        }
        return new Block.Gallery(
                "Held-out scenes: the clean picture, the camera's own noise, noise of the three models, and what the"
                        + " denoiser makes of the camera's picture.",
                rows);
    }

    /** Picks different scenes, cycling through the ISO settings from the highest. */
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

    private static Block.Row row(DemoFindings findings, PairEntry entry) {
        NoisyPair pair = entry.load();
        Image clean = pair.clean();
        return new Block.Row(
                "ISO " + entry.capture().iso() + ", " + entry.scene(),
                List.of(
                        new Block.Picture("clean", "", clean),
                        picture("camera", clean, pair.noisy()),
                        picture("Gaussian", clean, sample(findings.gaussian(), findings, entry, pair)),
                        picture("heteroscedastic", clean, sample(findings.heteroscedastic(), findings, entry, pair)),
                        picture("NAFlow", clean, sample(findings.flow(), findings, entry, pair)),
                        picture("denoised", clean, findings.denoiser().denoise(pair.noisy()))));
    }

    private static Block.Picture picture(String label, Image clean, Image image) {
        return new Block.Picture(label, decibels(clean, image), image);
    }

    /** The sample that the model was evaluated on. */
    static Image sample(NoiseModel model, DemoFindings findings, PairEntry entry, NoisyPair pair) {
        return NoiseScoring.sample(model, Sampling.METADATA, entry, pair, findings.seed());
    }

    private static String decibels(Image clean, Image image) {
        return DemoReport.format(
                "%.2f dB", DenoiserEvaluation.Quality.of(clean, image).psnrDecibels());
    }
}
