package io.grainflow.isp;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/** The appearance of a surface: a colour, a linear shading and fine texture. */
final class Paint {
    private static final double SHADING = 0.12;
    private static final double TEXTURE = 0.09;
    private static final double SMOOTH_SHARE = 0.2;

    private final double[] colour;
    private final double strength;
    private final double centreY;
    private final double centreX;
    private final double slopeY;
    private final double slopeX;
    private final double offsetV;
    private final double offsetU;
    private final double vy;
    private final double vx;
    private final double uy;
    private final double ux;

    private Paint(Seed seed, double[] colour, double strength, double centreY, double centreX, double reach) {
        RandomField random = new RandomField(seed.child("paint"));
        this.colour = colour;
        this.strength = strength;
        this.centreY = centreY;
        this.centreX = centreX;
        slopeY = SHADING * random.normal(0) / reach;
        slopeX = SHADING * random.normal(1) / reach;
        offsetV = 256 * random.uniform(2, 0);
        offsetU = 256 * random.uniform(3, 0);
        // texture at a random angle and scale, stretched up to eightfold
        double angle = Math.PI * random.uniform(4, 0);
        double fine = StrictMath.pow(2, -1.5 + 2 * random.uniform(5, 0));
        double stretched = fine * StrictMath.pow(2, -3 * random.uniform(6, 0) * random.uniform(6, 1));
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        vy = fine * cosine;
        vx = fine * sine;
        uy = -stretched * sine;
        ux = stretched * cosine;
    }

    /** A surface with texture, or sometimes a smooth one. Its shading varies over the given reach around a centre. */
    static Paint textured(Seed seed, Palette palette, double centreY, double centreX, double reach) {
        RandomField random = new RandomField(seed.child("strength"));
        double strength = random.uniform(0, 0) < SMOOTH_SHARE ? 0 : -TEXTURE * StrictMath.log(random.uniform(1, 0));
        return new Paint(seed, palette.colour(seed), Math.min(3 * TEXTURE, strength), centreY, centreX, reach);
    }

    /** A surface without texture. */
    static Paint smooth(Seed seed, Palette palette, double centreY, double centreX, double reach) {
        return new Paint(seed, palette.colour(seed), 0, centreY, centreX, reach);
    }

    /** Colours one point. */
    void draw(Canvas canvas, int y, int x) {
        double dy = y - centreY;
        double dx = x - centreX;
        double light = 1 + slopeY * dy + slopeX * dx;
        if (strength > 0) {
            light += strength * Texture.at(offsetV + vy * dy + vx * dx, offsetU + uy * dy + ux * dx);
        }
        canvas.set(y, x, colour[0] * light, colour[1] * light, colour[2] * light);
    }
}
