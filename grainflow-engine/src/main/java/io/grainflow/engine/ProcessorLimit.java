package io.grainflow.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.grainflow.engine.kernel.OneDnn;
import io.grainflow.engine.kernel.Threads;
import io.grainflow.engine.program.ElementType;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * The practical limit of this processor: one 3x3 convolution of 64 to 64 channels with a rectifier, weights packed in advance, values in the
 * cache. Networks of such convolutions cannot be faster.
 */
public final class ProcessorLimit implements AutoCloseable {
    private static final int CHANNELS = 64;
    private static final int ROWS = 8;
    private static final int COLUMNS = 512;
    private static final int TIMES = 20;

    private final PointerScope scope;
    private final int threads;
    private final convolution_forward convolution;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final stream queue;

    private ProcessorLimit(Precision precision, int threads, PointerScope scope) {
        this.scope = scope;
        this.threads = threads;
        Threads.set(threads);
        ElementType value = switch (precision) {
            case FP32 -> ElementType.F32;
            case BF16 -> ElementType.BF16;
            case INT8 -> ElementType.U8;
        };
        primitive_attr attributes = OneDnn.attributes();
        post_ops posts = new post_ops();
        posts.append_eltwise(dnnl.algorithm.eltwise_relu, 0, 0);
        attributes.set_post_ops(posts);
        convolution_forward.primitive_desc description = new convolution_forward.primitive_desc(
                OneDnn.engine(),
                dnnl.prop_kind.forward_inference,
                dnnl.algorithm.convolution_direct,
                OneDnn.channelsLast(value, CHANNELS, ROWS + 2, COLUMNS),
                OneDnn.any(precision == Precision.INT8 ? ElementType.S8 : value, CHANNELS, CHANNELS, 3, 3),
                OneDnn.vector(ElementType.F32, CHANNELS),
                OneDnn.channelsLast(value, CHANNELS, ROWS, COLUMNS),
                new long[] {1, 1},
                new long[] {0, 1},
                new long[] {0, 1},
                attributes,
                false);
        convolution = new convolution_forward(description);
        arguments.put(DNNL_ARG_SRC, zeros(description.src_desc()));
        arguments.put(DNNL_ARG_WEIGHTS, zeros(description.weights_desc()));
        arguments.put(DNNL_ARG_BIAS, zeros(description.bias_desc()));
        arguments.put(DNNL_ARG_DST, zeros(description.dst_desc()));
        arguments.put(DNNL_ARG_SCRATCHPAD, zeros(description.scratchpad_desc()));
        queue = new stream(OneDnn.engine());
    }

    /** Prepares the measurement in a precision that {@link Plan#supports}. */
    public static ProcessorLimit of(Precision precision, int threads) {
        try (PointerScope scope = new PointerScope()) {
            ProcessorLimit limit = new ProcessorLimit(precision, threads, scope);
            scope.extend();
            return limit;
        }
    }

    private static memory zeros(memory.desc description) {
        memory zeros = new memory(description, OneDnn.engine());
        if (description.get_size() > 0) {
            Pointer.memset(zeros.get_data_handle(), 0, description.get_size());
        }
        return zeros;
    }

    /** Measures once: floating-point (or integer) operations per second, in 10^9. */
    public double gigaflops() {
        int before = Threads.get();
        Threads.set(threads);
        long start = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            convolution.execute(queue, arguments);
        }
        queue._wait();
        double seconds = (System.nanoTime() - start) / 1e9;
        Threads.set(before);
        return 2.0 * CHANNELS * CHANNELS * 9 * ROWS * COLUMNS * TIMES / seconds / 1e9;
    }

    @Override
    public void close() {
        scope.close();
    }
}
