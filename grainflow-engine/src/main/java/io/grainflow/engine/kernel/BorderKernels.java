package io.grainflow.engine.kernel;

import io.grainflow.engine.program.Step;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/**
 * Primitives for the part of a band that lies inside the image: in most layers the first and the last band extend beyond the image. They
 * are created on demand, which pays off from the second image on.
 */
public final class BorderKernels implements AutoCloseable {
    private final BandLayout bands;
    private final PackedWeights weights;
    private final Buffer scratch;
    private final int most;
    private final Map<Part, List<Call>> made = new HashMap<>();
    private final List<PointerScope> scopes = new ArrayList<>();

    /**
     * An empty cache.
     *
     * @param scratch scratchpad that they share
     * @param most largest number of primitives that are kept, since every image height needs its own
     */
    public BorderKernels(BandLayout bands, PackedWeights weights, Buffer scratch, int most) {
        this.bands = bands;
        this.weights = weights;
        this.scratch = scratch;
        this.most = most;
    }

    /**
     * Rows of a step's band.
     *
     * @param skipped rows of the band above these
     */
    private record Part(int step, int skipped, int rows) {}

    /** Whether a step can be computed for a part of a band. */
    public static boolean takes(Step step) {
        return step.action() instanceof Step.Apply apply && apply.operation() instanceof Operation.Convolution;
    }

    /** The calls that compute some rows of a step's band; empty where only the whole band can be computed. */
    public List<Call> of(int index, Step step, int skipped, int rows) {
        if (made.size() >= most) {
            close();
        }
        return made.computeIfAbsent(new Part(index, skipped, rows), part -> make(step, part));
    }

    /** Created in a separate scope, because they outlive the run that creates them. */
    private List<Call> make(Step step, Part part) {
        try (PointerScope lasting = new PointerScope()) {
            int level = bands.slot(step.output()).halvings();
            List<Call> calls = new Kernels(bands.part(part.skipped << level, part.rows << level), weights).of(step);
            if (calls.stream().anyMatch(call -> call.scratch().get_size() > scratch.bytes())) {
                return List.of();
            }
            calls.forEach(call -> call.lend(scratch));
            lasting.extend();
            scopes.add(lasting);
            return calls;
        } catch (UnsupportedPrecisionException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        scopes.forEach(PointerScope::close);
        scopes.clear();
        made.clear();
    }
}
