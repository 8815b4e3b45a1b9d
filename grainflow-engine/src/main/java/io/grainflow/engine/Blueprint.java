package io.grainflow.engine;

import io.grainflow.engine.kernel.PackedWeights;
import io.grainflow.engine.program.BandSchedule;
import io.grainflow.engine.program.Program;
import java.util.List;

/**
 * What all lanes of a plan are made from.
 *
 * @param tables values that are the same at every position
 * @param weights in the layouts that primitives ask for
 * @param fastOnly whether primitives that the library has only in a slow form are refused
 */
record Blueprint(
        Program program, BandSchedule schedule, List<float[]> tables, PackedWeights weights, boolean fastOnly) {}
