package io.grainflow.engine.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import io.grainflow.engine.program.ElementType;
import io.grainflow.engine.quantise.WeightRange;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** The native library: its CPU engine, descriptors of values, and views of memory. */
public final class OneDnn {
    /** Bits of oneDNN's instruction set number that mean 8-bit multiply-add: AVX2-VNNI, AVX512-VNNI. */
    private static final int VNNI = 0x48;

    /** Bits that mean multiplication of bfloat16: AVX2-VNNI-2, AVX512-BF16. */
    private static final int BF16 = 0x90;

    private static final engine ENGINE = open();

    private OneDnn() {}

    /** Created in a scope that is never closed, because the scope of the first caller may be closed. */
    private static engine open() {
        try (PointerScope lasting = new PointerScope()) {
            engine opened = new engine(engine.kind.cpu, 0);
            lasting.extend();
            return opened;
        }
    }

    public static engine engine() {
        return ENGINE;
    }

    /**
     * The weight range for which sums of products are exact on this processor. Without VNNI, pairs of products are added in 16 bits, which
     * saturate unless weights have 7 bits.
     */
    public static WeightRange weightRange() {
        return (dnnl_get_effective_cpu_isa() & VNNI) != 0 ? WeightRange.EIGHT_BITS : WeightRange.SEVEN_BITS;
    }

    /** Whether bfloat16 is multiplied natively. */
    public static boolean hasBf16() {
        return (dnnl_get_effective_cpu_isa() & BF16) != 0;
    }

    static memory.data_type type(ElementType type) {
        return switch (type) {
            case F32 -> memory.data_type.f32;
            case BF16 -> memory.data_type.bf16;
            case U8 -> memory.data_type.u8;
            case S8 -> memory.data_type.s8;
        };
    }

    /** [1,C,height,width] with the channels innermost. */
    public static memory.desc channelsLast(ElementType type, int channels, int height, int width) {
        return new memory.desc(new long[] {1, channels, height, width}, type(type), memory.format_tag.nhwc);
    }

    /** In a layout that the library chooses. */
    public static memory.desc any(ElementType type, long... extents) {
        return new memory.desc(extents, type(type), memory.format_tag.any);
    }

    static memory.desc strided(ElementType type, long[] extents, long[] strides) {
        return new memory.desc(extents, type(type), strides);
    }

    public static memory.desc vector(ElementType type, long length) {
        return new memory.desc(new long[] {length}, type(type), memory.format_tag.x);
    }

    /** Attributes of a primitive whose scratchpad is provided by the caller, so that consecutive primitives share one. */
    public static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
        return attributes;
    }

    /** A view of memory. */
    static memory view(memory.desc description, BytePointer base, long offset) {
        return new memory(description, ENGINE, at(base, offset));
    }

    static Pointer at(BytePointer base, long offset) {
        return base.getPointer(offset);
    }
}
