package io.grainflow.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.grainflow.network.Weights;
import java.util.List;
import java.util.Map;

/**
 * A model's architecture without its weights. The record is at the same time part of the file format, documentation of the model, and its
 * factory. Implementations are records; their {@code JsonTypeName} is their name in files.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface ModelSpec {
    /** The kind of model, for messages such as "is a denoiser". */
    String kind();

    /** Description of what it computes, for users of exported files. */
    String meaning();

    /** Number of channels of the images it works on. */
    int channels();

    /**
     * Shape of each of the file's tensors.
     *
     * @param captures number of captures of the model's vocabulary
     */
    Map<String, List<Long>> tensorShapes(int captures);

    /** Errors in the values of tensors that have the right names and shapes, one line each; empty if there are none. */
    default List<String> valueProblems(Weights weights) {
        return List.of();
    }
}
