package io.grainflow.isp;

import io.grainflow.pair.Camera;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.OptionalDouble;

/** The built-in virtual cameras. */
final class BuiltInCameras {
    private static final double FEW_NOISY_PIXELS = 0.03;
    private static final double MANY_NOISY_PIXELS = 0.1;

    static final List<VirtualCamera> ALL = List.of(mirrorless(), compact(), phone(), industrial());

    private BuiltInCameras() {}

    /** A large sensor. */
    private static VirtualCamera mirrorless() {
        return new VirtualCamera(
                new Camera("vc-mirrorless"),
                BayerPattern.RGGB,
                new RawDevelopment(2.0, 1.6, 0.12, 0.25),
                new FixedPattern(new Seed(101), 0.004, 2e-5, 1e-5),
                30000,
                3.0,
                6.0,
                FEW_NOISY_PIXELS,
                1.0,
                14,
                512,
                OptionalDouble.empty());
    }

    /** A medium sensor. */
    private static VirtualCamera compact() {
        return new VirtualCamera(
                new Camera("vc-compact"),
                BayerPattern.GRBG,
                new RawDevelopment(1.8, 1.9, 0.15, 0.35),
                new FixedPattern(new Seed(102), 0.006, 8e-5, 4e-5),
                9000,
                2.5,
                5.0,
                FEW_NOISY_PIXELS,
                1.2,
                12,
                128,
                OptionalDouble.empty());
    }

    /** A small sensor with JPEG pictures. */
    private static VirtualCamera phone() {
        return new VirtualCamera(
                new Camera("vc-phone"),
                BayerPattern.BGGR,
                new RawDevelopment(1.9, 1.7, 0.18, 0.3),
                new FixedPattern(new Seed(103), 0.008, 2e-4, 1e-4),
                5000,
                2.0,
                4.0,
                FEW_NOISY_PIXELS,
                0.8,
                10,
                64,
                OptionalDouble.of(0.92));
    }

    /** A sensor with row noise and heavy-tailed pixels, which a noise level function cannot describe. */
    private static VirtualCamera industrial() {
        return new VirtualCamera(
                new Camera("vc-industrial"),
                BayerPattern.RGGB,
                new RawDevelopment(1.7, 1.5, 0.1, 0.2),
                new FixedPattern(new Seed(104), 0.004, 1e-4, 5e-5),
                8000,
                4.0,
                6.0,
                MANY_NOISY_PIXELS,
                5.0,
                12,
                512,
                OptionalDouble.empty());
    }
}
