package io.grainflow.mri;

/**
 * What was measured of a slice: some frequencies of its spectrum, not weighted. What a network says about those is replaced
 * by them (Lehtinen et al., Noise2Noise, ICML 2018, section 3.4, as in the released code).
 *
 * @param spectrum coefficients; those that were not measured do not matter
 * @param measured which were
 */
public record Measurement(Spectrum spectrum, FrequencyMask measured) {
    /**
     * How far a restored slice lies from a target.
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
     * The distance of {@link #replaced} from a target. Its gradient, 2 / (H W) times the residual, has only the frequencies that were
     * not measured: the others of the output do not matter.
     *
     * @param output of the network, [H,W]
     * @param target spectrum of what it should give
     */
    public Distance distance(double[] output, Spectrum target) {
        Spectrum residual = replaced(output).minus(target);
        double scale = 2.0 / residual.size();
        Spectrum gradient = residual.times(frequency -> measured.keeps(frequency) ? 0 : scale);
        return new Distance(residual.meanSquare(), gradient.inverse());
    }
}
