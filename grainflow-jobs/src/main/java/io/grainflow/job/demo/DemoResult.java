package io.grainflow.job.demo;

import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScore;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.train.DenoiserTraining;
import io.grainflow.job.train.FlowTraining;

/**
 * Results of the demo on held-out scenes.
 *
 * @param camera the virtual camera
 * @param gaussian mean score of the Gaussian noise model
 * @param heteroscedastic mean score of the heteroscedastic noise model
 * @param naflow mean score of the flow
 * @param secondShot mean score of a second photograph by the camera itself: no model can be expected to be closer
 * @param denoised mean quality of pictures before and after denoising
 * @param gaussianNoise the Gaussian model's score in full
 * @param heteroscedasticNoise the heteroscedastic model's score in full
 * @param naflowNoise the flow's score in full
 * @param secondShotNoise the second photograph's score in full
 * @param flowTraining training of the flow
 * @param training training of the denoiser, on noise of the flow alone
 * @param denoising quality of pictures in full
 * @param failed number of pictures that could not be processed
 */
public record DemoResult(
        String camera,
        NoiseScore gaussian,
        NoiseScore heteroscedastic,
        NoiseScore naflow,
        NoiseScore secondShot,
        DenoiserEvaluation.Change denoised,
        NoiseEvaluation gaussianNoise,
        NoiseEvaluation heteroscedasticNoise,
        NoiseEvaluation naflowNoise,
        NoiseEvaluation secondShotNoise,
        FlowTraining flowTraining,
        DenoiserTraining training,
        DenoiserEvaluation denoising,
        int failed)
        implements Outcome {}
