package io.grainflow.export;

import java.util.List;

/**
 * An input or output of an ONNX file.
 *
 * @param type {@code float32} or {@code int64}
 * @param shape numbers, and names of what stays open
 * @param meaning what to give, or what comes
 */
public record Port(String name, String type, List<String> shape, String meaning) {
    public Port {
        shape = List.copyOf(shape);
    }
}
