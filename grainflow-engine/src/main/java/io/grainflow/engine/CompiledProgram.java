package io.grainflow.engine;

import io.grainflow.engine.kernel.PackedWeights;
import io.grainflow.engine.program.BandSchedule;
import io.grainflow.engine.program.Program;
import java.util.List;

/**
 * What all execution contexts of a plan share. Immutable apart from the cache of packed weights.
 *
 * @param tables values that are the same at every position
 * @param weights in the layouts that primitives require
 * @param fastOnly whether reference implementations of primitives, which are slow, are refused
 */
record CompiledProgram(
        Program program, BandSchedule schedule, List<float[]> tables, PackedWeights weights, boolean fastOnly) {}
