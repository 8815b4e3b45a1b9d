package io.grainflow.pair;

/**
 * A camera body or phone.
 *
 * @param code short name that models and manifests use, such as "S6" or "nikon-d800"; never blank
 */
public record Camera(String code) {
    public Camera {
        if (code.isBlank()) {
            throw new IllegalArgumentException("Camera expects a code, got a blank one");
        }
    }

    @Override
    public String toString() {
        return code;
    }
}
