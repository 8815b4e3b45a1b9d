package io.grainflow.pair;

import java.util.Comparator;

/**
 * The camera and ISO of a picture, on which noise models are conditioned.
 *
 * @param camera which camera
 * @param iso sensitivity setting, positive
 */
public record Capture(Camera camera, int iso) implements Comparable<Capture> {
    private static final Comparator<Capture> ORDER =
            Comparator.comparing((Capture capture) -> capture.camera().code()).thenComparingInt(Capture::iso);

    public Capture {
        if (iso < 1) {
            throw new IllegalArgumentException("Capture expects a positive ISO, got " + iso);
        }
    }

    public static Capture of(String cameraCode, int iso) {
        return new Capture(new Camera(cameraCode), iso);
    }

    /** By camera code, then ISO. */
    @Override
    public int compareTo(Capture other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return camera.code() + " ISO " + iso;
    }
}
