package io.grainflow.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma, Ba, 2015, algorithm 1): the update rule of the published frameworks, operation by operation. Its state
 * can be read and set, so that a continued run takes the same steps.
 */
public final class Adam implements TensorBundle {
    private final AdamSettings settings;
    private final List<Tensor> parameters;
    private final List<Double> paces;
    private final List<Tensor> first;
    private final List<Tensor> second;
    private long steps;

    private Adam(AdamSettings settings, List<Tensor> parameters, List<Double> paces) {
        if (paces.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    "Adam expects a pace per parameter, got " + paces.size() + " for " + parameters.size());
        }
        this.settings = settings;
        this.parameters = List.copyOf(parameters);
        this.paces = List.copyOf(paces);
        this.first = parameters.stream().map(Adam::zerosLike).toList();
        this.second = parameters.stream().map(Adam::zerosLike).toList();
    }

    /** Fresh state for the parameters, whose order is the order of the state. */
    public static Adam of(AdamSettings settings, List<Tensor> parameters) {
        return of(settings, parameters, Collections.nCopies(parameters.size(), 1.0));
    }

    /**
     * Fresh state for parameters that learn at different paces.
     *
     * @param paces factor on the learning rate, one per parameter
     */
    public static Adam of(AdamSettings settings, List<Tensor> parameters, List<Double> paces) {
        return Scope.keep(() -> new Adam(settings, parameters, paces));
    }

    /**
     * One update from the parameters' gradients, which are set to zero afterwards.
     *
     * @param learningRate alpha
     * @throws IllegalStateException if a parameter has no gradient; nothing is changed then
     */
    public void step(double learningRate) {
        Scope.run(() -> NoGrad.run(() -> {
            List<Tensor> gradients = gradients();
            steps++;
            double correction1 = 1 - Math.pow(settings.beta1(), (double) steps);
            double correction2 = 1 - Math.pow(settings.beta2(), (double) steps);
            NativeCall.act("Adam.step", () -> {
                for (int i = 0; i < parameters.size(); i++) {
                    update(
                            i,
                            gradients.get(i).handle(),
                            paces.get(i) * learningRate,
                            correction1,
                            Math.sqrt(correction2));
                }
            });
            return true;
        }));
    }

    private List<Tensor> gradients() {
        List<Tensor> gradients = new ArrayList<>();
        for (Tensor parameter : parameters) {
            Tensor gradient = parameter.grad();
            if (gradient == null) {
                throw new IllegalStateException("Adam expects a gradient for parameter " + gradients.size() + " "
                        + parameter + ", got none: it does not reach the loss");
            }
            gradients.add(gradient);
        }
        return gradients;
    }

    private void update(
            int index, org.bytedeco.pytorch.Tensor g, double learningRate, double correction1, double rootCorrection2) {
        org.bytedeco.pytorch.Tensor p = parameters.get(index).handle();
        org.bytedeco.pytorch.Tensor m = first.get(index).handle();
        org.bytedeco.pytorch.Tensor v = second.get(index).handle();
        if (settings.weightDecay() > 0 && settings.decoupled()) {
            p.mul_(new Scalar(1 - learningRate * settings.weightDecay()));
        } else if (settings.weightDecay() > 0) {
            g.add_(p, new Scalar(settings.weightDecay()));
        }
        m.lerp_(g, new Scalar(1 - settings.beta1()));
        v.mul_(new Scalar(settings.beta2())).addcmul_(g, g, new Scalar(1 - settings.beta2()));
        org.bytedeco.pytorch.Tensor root = v.sqrt().div_(new Scalar(rootCorrection2));
        p.addcdiv_(m, root.add_(new Scalar(settings.epsilon())), new Scalar(-learningRate / correction1));
        g.zero_();
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
        if (stepsDone < 0) {
            throw new IllegalArgumentException("Adam expects no negative number of steps, got " + stepsDone);
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
        return NativeCall.make("Adam", () -> torch.zeros_like(parameter.handle().detach()));
    }
}
