package io.grainflow.engine.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.grainflow.engine.program.ElementType;
import io.grainflow.engine.program.Slot;
import io.grainflow.engine.program.Step;
import io.grainflow.engine.quantise.QuantisedWeights;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/** Creates the primitives of convolutions for one worker. */
final class ConvolutionKernels {
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};

    private final BandLayout bands;
    private final PackedWeights weights;

    ConvolutionKernels(BandLayout bands, PackedWeights weights) {
        this.bands = bands;
        this.weights = weights;
    }

    Call convolution(Step step, Operation.Convolution convolution) {
        int input = step.inputs().get(0);
        int radius = convolution.radius();
        memory.desc from = bands.chunk(input, bands.rows(input) + 2 * radius);
        memory.desc to = bands.chunk(step.output());
        Taps taps = new Taps(
                "c" + bands.slot(step.output()).value(),
                convolution.inputs(),
                convolution.outputs(),
                convolution.kernel(),
                convolution.weight(),
                convolution.bias());
        // mirrored columns are stored
        long[] sides = {0, radius - bands.slot(input).margin()};
        return call(step, taps, bands.read(step, input, from), bands.written(step.output(), to), sides, sides);
    }

    /** Four convolutions, each followed by a reorder that interleaves its result. */
    List<Call> upConvolution(Step step, Step.UpConvolve up) {
        int input = step.inputs().get(0);
        int rows = bands.rows(step.output()) / 2;
        int width = bands.width(input);
        memory.desc from = bands.chunk(input, rows + 1);
        memory.desc part = OneDnn.channelsLast(bands.slot(step.output()).type(), up.outputs(), rows, width);
        Buffer phase = new Buffer(part.get_size());
        List<memory> targets = bands.interleaved(step.output());
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Taps taps = new Taps(
                    "u" + step.output() + "." + i,
                    up.inputs(),
                    up.outputs(),
                    2,
                    up.phases().get(i),
                    up.bias());
            memory result = phase.view(part, 0);
            long[] before = {0, 1 - i % 2};
            long[] after = {0, i % 2};
            calls.add(call(step, taps, bands.readBelow(step, input, from, i / 2), result, before, after));
            calls.add(Kernels.moved(result, targets.get(i), OneDnn.attributes(), new IntMemoryMap()));
        }
        return calls;
    }

    Call transposed(Step step, Operation.TransposedConvolution convolution) {
        int input = step.inputs().get(0);
        memory.desc from = bands.chunk(input, bands.rows(step.output()) / 2 + 1);
        memory.desc to = bands.chunk(step.output());
        PostOps posts = PostOps.of(bands, step);
        ElementType type = bands.slot(input).type();
        memory.desc any = OneDnn.any(type, convolution.outputs(), convolution.inputs(), 3, 3);
        deconvolution_forward.primitive_desc description = new deconvolution_forward.primitive_desc(
                OneDnn.engine(),
                dnnl.prop_kind.forward_inference,
                dnnl.algorithm.deconvolution_direct,
                from,
                any,
                OneDnn.vector(ElementType.F32, convolution.outputs()),
                to,
                TWO,
                ONE,
                new long[] {2, 0},
                posts.attributes(),
                true);
        bands.requireFast(description, step);
        memory packed = weights.get(
                "t" + bands.slot(step.output()).value(),
                description.weights_desc(),
                () -> transposedPlain(convolution));
        IntMemoryMap arguments = posts.arguments();
        arguments.put(DNNL_ARG_SRC, bands.read(step, input, from));
        arguments.put(DNNL_ARG_WEIGHTS, packed);
        arguments.put(DNNL_ARG_BIAS, BandLayout.vector(convolution.bias()));
        arguments.put(DNNL_ARG_DST, bands.written(step.output(), to));
        return new Call(new deconvolution_forward(description), arguments, description.scratchpad_desc());
    }

    /** Weights [inputs,outputs,3,3] in the library's order [outputs,inputs,3,3]. */
    private static memory transposedPlain(Operation.TransposedConvolution convolution) {
        long[] extents = {convolution.outputs(), convolution.inputs(), 3, 3};
        long[] strides = {9, 9L * convolution.outputs(), 3, 1};
        return filled(OneDnn.strided(ElementType.F32, extents, strides), convolution.weight());
    }

    /**
     * Weights and bias of a convolution.
     *
     * @param name key of the packed weights
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Taps(String name, int inputs, int outputs, int kernel, float[] weight, float[] bias) {
        memory.desc plain(ElementType type) {
            return new memory.desc(
                    new long[] {outputs, inputs, kernel, kernel}, OneDnn.type(type), memory.format_tag.oihw);
        }
    }

    private Call call(Step step, Taps taps, memory from, memory to, long[] before, long[] after) {
        Slot input = bands.slot(step.inputs().get(0));
        boolean quantised = input.type().quantised();
        PostOps posts = PostOps.of(bands, step);
        IntMemoryMap arguments = posts.arguments();
        if (quantised) {
            bands.scale(posts.attributes(), arguments, DNNL_ARG_SRC, input.scale());
            bands.scale(
                    posts.attributes(),
                    arguments,
                    DNNL_ARG_DST,
                    bands.slot(step.output()).scale());
            posts.attributes().set_scales_mask(DNNL_ARG_WEIGHTS, 1);
        }
        ElementType weightType = quantised ? ElementType.S8 : input.type();
        convolution_forward.primitive_desc description = new convolution_forward.primitive_desc(
                OneDnn.engine(),
                dnnl.prop_kind.forward_inference,
                dnnl.algorithm.convolution_direct,
                from.get_desc(),
                OneDnn.any(weightType, taps.outputs(), taps.inputs(), taps.kernel(), taps.kernel()),
                OneDnn.vector(ElementType.F32, taps.outputs()),
                to.get_desc(),
                ONE,
                before,
                after,
                posts.attributes(),
                true);
        bands.requireFast(description, step);
        arguments.put(DNNL_ARG_WEIGHTS, packed(taps, description.weights_desc(), input.type(), arguments));
        arguments.put(DNNL_ARG_SRC, from);
        arguments.put(DNNL_ARG_BIAS, BandLayout.vector(taps.bias()));
        arguments.put(DNNL_ARG_DST, to);
        return new Call(new convolution_forward(description), arguments, description.scratchpad_desc());
    }

    /** The weights in the primitive's layout; 8-bit integers also get their scales. */
    private memory packed(Taps taps, memory.desc layout, ElementType input, IntMemoryMap arguments) {
        if (!input.quantised()) {
            return weights.get(taps.name(), layout, () -> filled(taps.plain(ElementType.F32), taps.weight()));
        }
        int most = OneDnn.weightRange().largest(input == ElementType.S8);
        QuantisedWeights integers = QuantisedWeights.of(taps.weight(), taps.outputs(), most);
        arguments.put(DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS, BandLayout.vector(integers.scales()));
        return weights.get(taps.name(), layout, () -> {
            memory plain = new memory(taps.plain(ElementType.S8), OneDnn.engine());
            new BytePointer(plain.get_data_handle()).put(integers.values(), 0, integers.values().length);
            return plain;
        });
    }

    private static memory filled(memory.desc description, float[] values) {
        memory filled = new memory(description, OneDnn.engine());
        new FloatPointer(filled.get_data_handle()).put(values, 0, values.length);
        return filled;
    }
}
