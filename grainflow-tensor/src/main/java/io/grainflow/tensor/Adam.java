package io.grainflow.tensor;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;

/**
 * Adam (Kingma, Ba, 2015, algorithm 1): the update rule as PyTorch implements it, operation by operation. Its state can be read and set, so
 * that a resumed run takes the same steps.
 */
public final class Adam implements Optimiser {
    private final AdamSettings settings;
    private final List<Tensor> parameters;
    private final List<Double> paces;
    private final List<Tensor> first;
    private final List<Tensor> second;
    private long steps;

    private Adam(AdamSettings settings, List<Tensor> parameters, List<Double> paces) {
        Moments.requirePaces("Adam", parameters, paces);
        this.settings = settings;
        this.parameters = List.copyOf(parameters);
        this.paces = List.copyOf(paces);
        this.first = Moments.zerosLike(parameters);
        this.second = Moments.zerosLike(parameters);
    }

    /** Fresh state for the parameters, whose order is the order of the state. */
    public static Adam of(AdamSettings settings, List<Tensor> parameters) {
        return of(settings, parameters, Collections.nCopies(parameters.size(), 1.0));
    }

    /**
     * Fresh state for parameters with different learning rates.
     *
     * @param paces factor on the learning rate, one per parameter
     */
    public static Adam of(AdamSettings settings, List<Tensor> parameters, List<Double> paces) {
        return Scope.keep(() -> new Adam(settings, parameters, paces));
    }

    @Override
    public void step(double learningRate) {
        Scope.run(() -> NoGrad.run(() -> {
            List<Tensor> gradients = Moments.gradients("Adam", parameters);
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

    @Override
    public long steps() {
        return steps;
    }

    /** First moments, then second moments, each in the parameters' order; on the heap. */
    @Override
    public List<float[]> state() {
        return Moments.toHeap(moments());
    }

    @Override
    public void restore(long stepsDone, List<float[]> state) {
        Moments.restore("Adam", stepsDone, state, moments());
        steps = stepsDone;
    }

    private List<Tensor> moments() {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        moments().forEach(action);
    }
}
