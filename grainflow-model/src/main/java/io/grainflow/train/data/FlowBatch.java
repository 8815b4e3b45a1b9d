package io.grainflow.train.data;

import io.grainflow.pair.Capture;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Patches of pairs for a flow, with all random numbers already drawn and applied.
 *
 * @param count number of patches N
 * @param channels C
 * @param size height and width
 * @param clean [N,C,size,size]
 * @param conditioned clean with conditioning noise, same shape
 * @param noisy dequantised, same shape
 * @param chosen a one in each row at the patch's configuration, [N,K]
 * @param weights of pixels in the likelihood, [N,size,size]; empty if all count
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the maker to the one reader
public record FlowBatch(
        int count,
        int channels,
        int size,
        float[] clean,
        float[] conditioned,
        float[] noisy,
        float[] chosen,
        float[] weights) {
    /**
     * The capture of each patch.
     *
     * @param captures in the order of the configurations
     */
    public List<Capture> captures(List<Capture> captures) {
        List<Capture> own = new ArrayList<>();
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] == 1) {
                own.add(captures.get(i % captures.size()));
            }
        }
        return own;
    }

    /** Values of the patches' shape as a tensor [N,C,size,size]. */
    public Tensor tensor(float[] values, Device device) {
        return Tensor.of(values, count, channels, size, size).to(device);
    }
}
