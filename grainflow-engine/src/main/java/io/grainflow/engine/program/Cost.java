package io.grainflow.engine.program;

import io.grainflow.graph.Operation;

/** Estimated operations of steps. Reading or writing a number counts as four operations. */
public final class Cost {
    private static final double MOVING = 4;

    private Cost() {}

    /** Per position of the finest level. */
    public static double perPosition(Program program, Step step) {
        Slot output = program.slot(step.output());
        double share = Math.pow(0.25, output.halvings());
        if (step.action() instanceof Step.UpConvolve up) {
            return 8.0 * up.inputs() * up.outputs() * share;
        }
        if (step.action() instanceof Step.Apply apply) {
            if (apply.operation() instanceof Operation.Convolution convolution) {
                return 2.0 * convolution.weight().length * share;
            }
            if (apply.operation() instanceof Operation.TransposedConvolution convolution) {
                return 0.5 * convolution.weight().length * share;
            }
        }
        return MOVING * output.channels() * share;
    }
}
