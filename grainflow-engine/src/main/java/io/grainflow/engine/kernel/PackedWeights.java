package io.grainflow.engine.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;

/** Weights in the layouts that primitives require, packed once and read by all execution contexts. */
public final class PackedWeights implements AutoCloseable {
    private final List<PointerScope> scopes = new ArrayList<>();
    private final Map<String, List<memory>> packed = new HashMap<>();

    /**
     * The weights with this name in the given layout.
     *
     * @param plain supplies them in a plain layout; called only if they have not been packed in this layout before
     */
    synchronized memory get(String name, memory.desc layout, Supplier<memory> plain) {
        List<memory> known = packed.computeIfAbsent(name, key -> new ArrayList<>());
        for (memory one : known) {
            if (one.get_desc().equals(layout)) {
                return one;
            }
        }
        memory to = pack(layout, plain);
        known.add(to);
        return to;
    }

    /** Packed in a separate scope, because packed weights outlive the context that first needed them. */
    private memory pack(memory.desc layout, Supplier<memory> plain) {
        try (PointerScope lasting = new PointerScope()) {
            memory to = new memory(layout, OneDnn.engine());
            memory from = plain.get();
            stream queue = new stream(OneDnn.engine());
            new reorder(from, to).execute(queue, from, to);
            queue._wait();
            from.deallocate();
            lasting.extend();
            scopes.add(lasting);
            return to;
        }
    }

    @Override
    public synchronized void close() {
        scopes.forEach(PointerScope::close);
        scopes.clear();
        packed.clear();
    }
}
