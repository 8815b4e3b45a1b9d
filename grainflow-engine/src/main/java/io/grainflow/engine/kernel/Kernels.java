package io.grainflow.engine.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import io.grainflow.engine.program.Slot;
import io.grainflow.engine.program.Step;
import io.grainflow.graph.MirroredIndex;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;

/** Creates the primitives of all steps for one worker. Those of convolutions come from {@link ConvolutionKernels}. */
public final class Kernels {
    private final BandLayout bands;
    private final ConvolutionKernels convolutions;

    public Kernels(BandLayout bands, PackedWeights weights) {
        this.bands = bands;
        this.convolutions = new ConvolutionKernels(bands, weights);
    }

    /** The calls of a step, in their order. */
    public List<Call> of(Step step) {
        if (step.action() instanceof Step.UpConvolve up) {
            return convolutions.upConvolution(step, up);
        }
        if (step.action() instanceof Step.Mirror mirror) {
            return mirrored(step, mirror.radius());
        }
        if (step.action() instanceof Step.Convert) {
            return List.of(conversion(step));
        }
        Operation operation = ((Step.Apply) step.action()).operation();
        if (operation instanceof Operation.Convolution convolution) {
            return List.of(convolutions.convolution(step, convolution));
        }
        if (operation instanceof Operation.TransposedConvolution convolution) {
            return List.of(convolutions.transposed(step, convolution));
        }
        if (operation instanceof Operation.Binary binary) {
            return List.of(binary(step, binary));
        }
        if (operation instanceof Operation.Unary unary) {
            return List.of(unary(step, unary));
        }
        return operation instanceof Operation.MaxPool ? List.of(pool(step)) : moves(step, operation);
    }

    private Call binary(Step step, Operation.Binary operation) {
        int first = step.inputs().get(0);
        int second = step.inputs().get(1);
        PostOps posts = PostOps.of(bands, step);
        memory.desc left = bands.chunk(first);
        memory.desc right = bands.operand(second);
        memory.desc result = bands.chunk(step.output());
        binary.primitive_desc description = new binary.primitive_desc(
                OneDnn.engine(), PostOps.algorithm(operation.kind()), left, right, result, posts.attributes(), true);
        bands.requireFast(description, step);
        IntMemoryMap arguments = posts.arguments();
        arguments.put(DNNL_ARG_SRC_0, bands.read(step, first, left));
        arguments.put(DNNL_ARG_SRC_1, bands.operand(step, second));
        arguments.put(DNNL_ARG_DST, bands.written(step.output(), result));
        return new Call(new binary(description), arguments, description.scratchpad_desc());
    }

    private Call unary(Step step, Operation.Unary operation) {
        int input = step.inputs().get(0);
        PostOps posts = PostOps.of(bands, step);
        memory.desc from = bands.chunk(input);
        memory.desc to = bands.chunk(step.output());
        eltwise_forward.primitive_desc description = new eltwise_forward.primitive_desc(
                OneDnn.engine(),
                dnnl.prop_kind.forward_inference,
                PostOps.algorithm(operation.kind()),
                from,
                to,
                (float) operation.a(),
                (float) operation.b(),
                posts.attributes(),
                true);
        bands.requireFast(description, step);
        IntMemoryMap arguments = posts.arguments();
        arguments.put(DNNL_ARG_SRC, bands.read(step, input, from));
        arguments.put(DNNL_ARG_DST, bands.written(step.output(), to));
        return new Call(new eltwise_forward(description), arguments, description.scratchpad_desc());
    }

    private Call pool(Step step) {
        int input = step.inputs().get(0);
        PostOps posts = PostOps.of(bands, step);
        memory.desc from = bands.chunk(input);
        memory.desc to = bands.chunk(step.output());
        long[] two = {2, 2};
        long[] none = {0, 0};
        pooling_forward.primitive_desc description = new pooling_forward.primitive_desc(
                OneDnn.engine(),
                dnnl.prop_kind.forward_inference,
                dnnl.algorithm.pooling_max,
                from,
                to,
                two,
                two,
                none,
                none,
                none,
                posts.attributes(),
                true);
        bands.requireFast(description, step);
        IntMemoryMap arguments = posts.arguments();
        arguments.put(DNNL_ARG_SRC, bands.read(step, input, from));
        arguments.put(DNNL_ARG_DST, bands.written(step.output(), to));
        return new Call(new pooling_forward(description), arguments, description.scratchpad_desc());
    }

    // --- reorders ---

    private Call conversion(Step step) {
        int input = step.inputs().get(0);
        primitive_attr attributes = OneDnn.attributes();
        IntMemoryMap arguments = new IntMemoryMap();
        bands.scale(
                attributes, arguments, DNNL_ARG_TO, bands.slot(step.output()).scale());
        memory.desc from = bands.chunk(input);
        memory.desc to = bands.chunk(step.output());
        return moved(bands.read(step, input, from), bands.written(step.output(), to), attributes, arguments);
    }

    static Call moved(memory from, memory to, primitive_attr attributes, IntMemoryMap arguments) {
        reorder.primitive_desc description = new reorder.primitive_desc(
                OneDnn.engine(), from.get_desc(), OneDnn.engine(), to.get_desc(), attributes, true);
        arguments.put(DNNL_ARG_FROM, from);
        arguments.put(DNNL_ARG_TO, to);
        return new Call(new reorder(description), arguments, description.scratchpad_desc());
    }

    private Call moved(memory from, memory to) {
        return moved(from, to, OneDnn.attributes(), new IntMemoryMap());
    }

    private List<Call> moves(Step step, Operation operation) {
        if (operation instanceof Operation.Concat) {
            Slot first = bands.slot(step.inputs().get(0));
            return List.of(
                    joined(step, step.inputs().get(0), 0),
                    joined(step, step.inputs().get(1), first.channels()));
        }
        int input = step.inputs().get(0);
        int output = step.output();
        if (operation instanceof Operation.Slice slice) {
            memory.desc part =
                    bands.strided(input, slice.to() - slice.from(), bands.rows(input), bands.width(input), 1);
            return List.of(moved(
                    bands.read(
                            step,
                            input,
                            part,
                            (long) slice.from() * bands.slot(input).type().bytes()),
                    bands.written(output, bands.chunk(output))));
        }
        if (operation instanceof Operation.Upsample) {
            return doubled(step);
        }
        boolean fineFirst = operation instanceof Operation.Squeeze;
        memory.desc fine = bands.blocks(fineFirst ? input : output, true);
        memory.desc coarse = bands.blocks(fineFirst ? output : input, false);
        return List.of(moved(
                bands.read(step, input, fineFirst ? fine : coarse), bands.written(output, fineFirst ? coarse : fine)));
    }

    /** The columns of the image, then the mirrored ones beside them. */
    private List<Call> mirrored(Step step, int radius) {
        int width = bands.width(step.inputs().get(0));
        List<Call> calls = new ArrayList<>(List.of(columns(step, 0, radius, width)));
        for (int i = 1; i <= radius; i++) {
            calls.add(columns(step, MirroredIndex.of(-i, width), radius - i, 1));
            calls.add(columns(step, MirroredIndex.of(width - 1 + i, width), radius + width - 1 + i, 1));
        }
        return calls;
    }

    private Call columns(Step step, int from, int to, int count) {
        int input = step.inputs().get(0);
        int output = step.output();
        memory.desc read = bands.strided(input, bands.slot(input).channels(), bands.rows(input), count, 1);
        memory.desc written = bands.strided(output, bands.slot(output).channels(), bands.rows(output), count, 1);
        return moved(
                bands.read(step, input, read, from * bands.slot(input).bytes()),
                bands.written(output, written, to * bands.slot(output).bytes()));
    }

    private Call joined(Step step, int input, int from) {
        int output = step.output();
        memory.desc part =
                bands.strided(output, bands.slot(input).channels(), bands.rows(output), bands.width(output), 1);
        long offset = (long) from * bands.slot(output).type().bytes();
        return moved(bands.read(step, input, bands.chunk(input)), bands.written(output, part, offset));
    }

    /** Nearest-neighbour upsampling: every value goes to the four positions of its block. */
    private List<Call> doubled(Step step) {
        int input = step.inputs().get(0);
        int rows = bands.rows(step.output()) / 2;
        memory.desc from = bands.chunk(input, rows);
        return bands.interleaved(step.output()).stream()
                .map(to -> moved(bands.read(step, input, from), to))
                .toList();
    }
}
