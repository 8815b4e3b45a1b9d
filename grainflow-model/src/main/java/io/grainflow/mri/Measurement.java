package io.grainflow.mri;

/**
 * The measured frequencies of a slice, without weighting by probabilities. They replace the corresponding frequencies of a network's output
 * (Lehtinen et al., Noise2Noise, ICML 2018, section 3.4, as in the released code).
 *
 * @param spectrum coefficients; those that were not measured are ignored
 * @param measured the measured frequencies
 */
public record Measurement(Spectrum spectrum, FrequencyMask measured) {
    /**
     * Distance between a restored slice and a target.
     *
     * @param loss mean of (replaced - target)^2 over the pixels
     * @param gradient of the loss with respect to the network's output [H,W]
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from the maker to the one reader
    public record Distance(double loss, double[] gradient) {}

    /**
     * The spectrum of a network's output with the measured frequencies in place of its own.
     *
     * @param output [H,W]
     */
    public Spectrum replaced(double... output) {
        return Spectrum.of(spectrum.height(), spectrum.width(), output).replaced(measured::keeps, spectrum);
    }

    /**
     * The distance of {@link #replaced} from a target. Its gradient, 2 / (H W) times the residual, contains only frequencies that were not
     * measured, since the measured ones of the output are replaced.
     *
     * @param output of the network, [H,W]
     * @param target spectrum of the target
     */
    public Distance distance(double[] output, Spectrum target) {
        Spectrum residual = replaced(output).minus(target);
        double scale = 2.0 / residual.size();
        Spectrum gradient = residual.times(frequency -> measured.keeps(frequency) ? 0 : scale);
        return new Distance(residual.meanSquare(), gradient.inverse());
    }
}
