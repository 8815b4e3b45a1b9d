package io.grainflow.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.grainflow.network.Weights;
import java.util.List;
import java.util.Map;

/**
 * What a model is, without its numbers: part of the file format, the model's documentation, and its factory. The permitted
 * records are what files may hold; their names in files are those of their {@code JsonTypeName}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface ModelSpec {
    /** What it is, for sentences such as "is a denoiser". */
    String kind();

    /** What it computes, for users of other programs. */
    String meaning();

    /** Number of channels of the images it works on. */
    int channels();

    /**
     * Shape of each of the file's tensors.
     *
     * @param captures number of captures that the model knows
     */
    Map<String, List<Long>> tensorShapes(int captures);

    /** What is wrong with tensors of the right names and shapes, one line each; empty if nothing is. */
    default List<String> valueProblems(Weights weights) {
        return List.of();
    }
}
