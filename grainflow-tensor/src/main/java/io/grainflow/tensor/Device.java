package io.grainflow.tensor;

import io.grainflow.problem.InputException;
import java.util.Locale;

/** The device on which tensors are stored and computed. */
public enum Device {
    CPU,
    CUDA;

    /**
     * Reads the name that users give.
     *
     * @throws InputException if the name is unknown, or CUDA is requested and not available
     */
    public static Device parse(String name) {
        Device device = switch (name.toLowerCase(Locale.ROOT)) {
            case "cpu" -> CPU;
            case "cuda" -> CUDA;
            default -> throw new InputException("device " + name, "is unknown", "choose cpu or cuda");
        };
        if (device == CUDA) {
            requireCuda();
        }
        return device;
    }

    private static void requireCuda() {
        if (!NativeLibrary.builtWithCuda()) {
            throw new InputException(
                    "device cuda",
                    "this build has no CUDA support",
                    "choose device cpu, or build Grainflow with its Maven profile cuda");
        }
        if (!NativeLibrary.cudaAvailable()) {
            throw new InputException(
                    "device cuda", "no usable GPU was found", "choose device cpu, or check the driver with nvidia-smi");
        }
    }

    org.bytedeco.pytorch.Device handle() {
        return new org.bytedeco.pytorch.Device(name().toLowerCase(Locale.ROOT));
    }
}
