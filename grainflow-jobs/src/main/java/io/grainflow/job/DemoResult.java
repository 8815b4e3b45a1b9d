package io.grainflow.job;

/**
 * What the demo found on scenes that nothing was learned from.
 *
 * @param camera the virtual camera
 * @param gaussian mean score of the Gaussian noise model
 * @param heteroscedastic mean score of the heteroscedastic noise model
 * @param raw mean quality of raw images before and after denoising
 * @param developed mean quality of the pictures developed from them
 * @param gaussianNoise the Gaussian model's score in full
 * @param heteroscedasticNoise the heteroscedastic model's score in full
 * @param training of the denoiser, on noise of the heteroscedastic model alone
 * @param rawDenoising quality of raw images in full
 * @param developedDenoising quality of the developed pictures in full
 * @param failed how many pictures could not be worked on
 */
public record DemoResult(
        String camera,
        NoiseScore gaussian,
        NoiseScore heteroscedastic,
        DenoiserEvaluation.Change raw,
        DenoiserEvaluation.Change developed,
        NoiseEvaluation gaussianNoise,
        NoiseEvaluation heteroscedasticNoise,
        DenoiserTraining training,
        DenoiserEvaluation rawDenoising,
        DenoiserEvaluation developedDenoising,
        int failed)
        implements Outcome {}
