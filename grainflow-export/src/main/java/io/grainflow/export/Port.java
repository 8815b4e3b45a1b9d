package io.grainflow.export;

import java.util.List;

/**
 * An input or output of an ONNX file.
 *
 * @param type {@code float32} or {@code int64}
 * @param shape extents, each a number or the name of a dynamic axis
 * @param meaning description of its values
 */
public record Port(String name, String type, List<String> shape, String meaning) {
    public Port {
        shape = List.copyOf(shape);
    }
}
