package io.grainflow.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;

/**
 * Adam (Kingma, Ba, 2015, algorithm 1) with decoupled weight decay: the update rule of the published frameworks. Its state
 * can be read and set, so that a continued run takes the same steps.
 */
public final class Adam implements TensorBundle {
    private final AdamSettings settings;
    private final List<Tensor> parameters;
    private final List<Tensor> first;
    private final List<Tensor> second;
    private long steps;

    private Adam(AdamSettings settings, List<Tensor> parameters) {
        this.settings = settings;
        this.parameters = List.copyOf(parameters);
        this.first = parameters.stream().map(Adam::zerosLike).toList();
        this.second = parameters.stream().map(Adam::zerosLike).toList();
    }

    /** Fresh state for the parameters, whose order is the order of the state. */
    public static Adam of(AdamSettings settings, List<Tensor> parameters) {
        return Scope.keep(() -> new Adam(settings, parameters));
    }

    /**
     * One update from the parameters' gradients, which are set to zero afterwards.
     *
     * @param learningRate alpha
     */
    public void step(double learningRate) {
        steps++;
        double correction1 = 1 - Math.pow(settings.beta1(), (double) steps);
        double correction2 = 1 - Math.pow(settings.beta2(), (double) steps);
        Scope.run(() -> NoGrad.run(() -> {
            for (int i = 0; i < parameters.size(); i++) {
                update(i, learningRate, correction1, Math.sqrt(correction2));
            }
            return true;
        }));
    }

    private void update(int index, double learningRate, double correction1, double rootCorrection2) {
        Tensor parameter = parameters.get(index);
        Tensor gradient = parameter.grad();
        if (gradient == null) {
            throw new IllegalStateException("Adam expects a gradient for parameter " + index + " " + parameter
                    + ", got none: it does not reach the loss");
        }
        org.bytedeco.pytorch.Tensor p = parameter.handle();
        org.bytedeco.pytorch.Tensor g = gradient.handle();
        org.bytedeco.pytorch.Tensor m = first.get(index).handle();
        org.bytedeco.pytorch.Tensor v = second.get(index).handle();
        Tensor.act("Adam.step", () -> {
            if (settings.weightDecay() > 0) {
                p.mul_(new Scalar(1 - learningRate * settings.weightDecay()));
            }
            m.mul_(new Scalar(settings.beta1())).add_(g, new Scalar(1 - settings.beta1()));
            v.mul_(new Scalar(settings.beta2())).addcmul_(g, g, new Scalar(1 - settings.beta2()));
            org.bytedeco.pytorch.Tensor root = v.sqrt().div_(new Scalar(rootCorrection2));
            p.addcdiv_(m, root.add_(new Scalar(settings.epsilon())), new Scalar(-learningRate / correction1));
            g.zero_();
        });
    }

    /** Number of updates so far. */
    public long steps() {
        return steps;
    }

    /** First moments, then second moments, each in the parameters' order; on the heap. */
    public List<float[]> state() {
        List<float[]> state = new ArrayList<>();
        first.forEach(moment -> state.add(moment.toFloats()));
        second.forEach(moment -> state.add(moment.toFloats()));
        return List.copyOf(state);
    }

    /** Continues from a state that {@link #state} gave after the same number of updates. */
    public void restore(long stepsDone, List<float[]> state) {
        int count = parameters.size();
        if (state.size() != 2 * count) {
            throw new IllegalArgumentException("Adam expects " + 2 * count + " moments, got " + state.size());
        }
        Scope.run(() -> {
            for (int i = 0; i < count; i++) {
                first.get(i).copyFrom(Tensor.of(state.get(i), first.get(i).shape()));
                second.get(i)
                        .copyFrom(Tensor.of(state.get(count + i), second.get(i).shape()));
            }
        });
        steps = stepsDone;
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        first.forEach(action);
        second.forEach(action);
    }

    private static Tensor zerosLike(Tensor parameter) {
        return Tensor.zeros(parameter.shape()).to(parameter.dtype()).to(parameter.device());
    }
}
