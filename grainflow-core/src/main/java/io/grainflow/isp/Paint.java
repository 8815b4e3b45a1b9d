package io.grainflow.isp;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/**
 * What a surface looks like: a colour with a slope of light over it and fine texture (three gratings whose amplitude falls with
 * their frequency).
 */
final class Paint {
    private static final int GRATINGS = 3;

    private final double[] colour = new double[3];
    private final double slopeY;
    private final double slopeX;
    private final double[] amplitude = new double[GRATINGS];
    private final double[] frequencyY = new double[GRATINGS];
    private final double[] frequencyX = new double[GRATINGS];
    private final double[] phase = new double[GRATINGS];

    private Paint(Seed seed, double textureStrength) {
        RandomField random = new RandomField(seed);
        double light = Math.min(0.96, Math.max(0.04, 0.48 + 0.2 * random.normal(0)));
        // chroma is scarce in nature and scarcer near black and white
        double chroma = 0.25 * light * (1 - light);
        for (int c = 0; c < 3; c++) {
            colour[c] = light + chroma * random.normal(1 + c);
        }
        slopeY = 0.0006 * random.normal(5);
        slopeX = 0.0006 * random.normal(6);
        for (int g = 0; g < GRATINGS; g++) {
            double frequency = Math.exp(Math.log(0.02) + random.uniform(10 + g, 0) * Math.log(15));
            double angle = Math.PI * random.uniform(20 + g, 0);
            frequencyY[g] = 2 * Math.PI * frequency * Math.sin(angle);
            frequencyX[g] = 2 * Math.PI * frequency * Math.cos(angle);
            phase[g] = 2 * Math.PI * random.uniform(30 + g, 0);
            amplitude[g] = textureStrength * 0.02 * random.uniform(40 + g, 0) * Math.pow(0.1 / frequency, 0.5);
        }
    }

    /** A textured surface. */
    static Paint textured(Seed seed) {
        return new Paint(seed, new RandomField(seed).uniform(99, 0) < 0.3 ? 0 : 1);
    }

    /** A plain colour. */
    static Paint flat(Seed seed) {
        return new Paint(seed, 0);
    }

    /** Colours one point. */
    void draw(Canvas canvas, int y, int x) {
        double light = slopeY * y + slopeX * x;
        for (int g = 0; g < GRATINGS; g++) {
            if (amplitude[g] > 0) {
                light += amplitude[g] * Math.sin(frequencyY[g] * y + frequencyX[g] * x + phase[g]);
            }
        }
        canvas.set(y, x, colour[0] + light, colour[1] + light, colour[2] + light);
    }
}
