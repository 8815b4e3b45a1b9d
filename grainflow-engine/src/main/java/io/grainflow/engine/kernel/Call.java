package io.grainflow.engine.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;

/** A primitive with its arguments. */
public record Call(primitive work, IntMemoryMap arguments, memory.desc scratch) {
    public void execute(stream queue) {
        work.execute(queue, arguments);
    }

    /** Sets the scratchpad, which consecutive calls share. */
    public void lend(Buffer buffer) {
        if (scratch.get_size() > 0) {
            arguments.put(DNNL_ARG_SCRATCHPAD, buffer.view(scratch, 0));
        }
    }
}
