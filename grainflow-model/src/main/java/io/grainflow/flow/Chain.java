package io.grainflow.flow;

import io.grainflow.tensor.DType;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A composition of transforms. Consecutive linear transforms are composed to a single map before they are applied to an image, because the
 * matrices are small and the image is large.
 */
public final class Chain implements Transform {
    private final List<Transform> transforms;
    private final List<Transform> fused;

    public Chain(List<? extends Transform> transforms) {
        this.transforms = List.copyOf(transforms);
        this.fused = fuse(this.transforms);
    }

    /** The transforms as given, in the forward order. */
    public List<Transform> transforms() {
        return transforms;
    }

    /** A chain for inference: composed maps are computed once, in float64, and cached. The parameters must not change afterwards. */
    public Chain fixed(DType dtype) {
        List<Transform> parts = new ArrayList<>();
        for (Transform transform : fused) {
            parts.add(
                    transform instanceof LinearTransform linear
                            ? new FixedLinear(
                                    linear.level(), linear.map(DType.FLOAT64).to(dtype), linear.inverseMap(dtype))
                            : transform);
        }
        return new Chain(parts);
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        Transformed result = fused.get(0).forward(x, condition);
        for (int i = 1; i < fused.size(); i++) {
            result = joined(result, fused.get(i).forward(result.value(), condition));
        }
        return result;
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        Transformed result = fused.get(fused.size() - 1).inverse(z, condition);
        for (int i = fused.size() - 2; i >= 0; i--) {
            result = joined(result, fused.get(i).inverse(result.value(), condition));
        }
        return result;
    }

    @Override
    public Transformed initialise(Tensor x, Condition condition) {
        Transformed result = transforms.get(0).initialise(x, condition);
        for (int i = 1; i < transforms.size(); i++) {
            result = joined(result, transforms.get(i).initialise(result.value(), condition));
        }
        return result;
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        transforms.forEach(transform -> transform.forEachTensor(action));
    }

    private static Transformed joined(Transformed before, Transformed after) {
        return new Transformed(after.value(), before.logAbsDet().add(after.logAbsDet()));
    }

    private static List<Transform> fuse(List<Transform> transforms) {
        List<Transform> parts = new ArrayList<>();
        List<LinearTransform> run = new ArrayList<>();
        for (Transform transform : transforms) {
            if (transform instanceof LinearTransform linear) {
                run.add(linear);
            } else {
                flush(run, parts);
                parts.add(transform);
            }
        }
        flush(run, parts);
        return List.copyOf(parts);
    }

    private static void flush(List<LinearTransform> run, List<Transform> parts) {
        if (run.size() == 1) {
            parts.add(run.get(0));
        } else if (!run.isEmpty()) {
            parts.add(new LinearRun(List.copyOf(run)));
        }
        run.clear();
    }

    /** Consecutive linear transforms of one level as a single transform. */
    private record LinearRun(List<LinearTransform> parts) implements LinearTransform {
        @Override
        public int level() {
            return parts.get(0).level();
        }

        @Override
        public LinearMap map(DType dtype) {
            LinearMap map = parts.get(0).map(dtype);
            for (int i = 1; i < parts.size(); i++) {
                map = map.then(parts.get(i).map(dtype));
            }
            return map;
        }

        @Override
        public LinearMap inverseMap(DType dtype) {
            LinearMap map = parts.get(parts.size() - 1).inverseMap(DType.FLOAT64);
            for (int i = parts.size() - 2; i >= 0; i--) {
                map = map.then(parts.get(i).inverseMap(DType.FLOAT64));
            }
            return map.to(dtype);
        }
    }

    /** Cached maps of both directions. */
    private record FixedLinear(int level, LinearMap to, LinearMap back) implements LinearTransform {
        @Override
        public LinearMap map(DType dtype) {
            return to.to(dtype);
        }

        @Override
        public LinearMap inverseMap(DType dtype) {
            return back.to(dtype);
        }

        @Override
        public void forEachTensor(Consumer<Tensor> action) {
            to.forEachTensor(action);
            back.forEachTensor(action);
        }
    }
}
