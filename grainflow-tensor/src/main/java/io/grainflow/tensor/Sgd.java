package io.grainflow.tensor;

import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;

/**
 * Stochastic gradient descent with momentum (Polyak, 1964; in PyTorch's form): velocity = momentum * velocity + gradient, parameter =
 * parameter - learning rate * velocity.
 */
public final class Sgd implements Optimiser {
    private final SgdSettings settings;
    private final List<Tensor> parameters;
    private final List<Double> paces;
    private final List<Tensor> velocities;
    private long steps;

    Sgd(SgdSettings settings, List<Tensor> parameters, List<Double> paces) {
        Moments.requirePaces("Sgd", parameters, paces);
        this.settings = settings;
        this.parameters = List.copyOf(parameters);
        this.paces = List.copyOf(paces);
        this.velocities = Moments.zerosLike(parameters);
    }

    @Override
    public void step(double learningRate) {
        Scope.run(() -> NoGrad.run(() -> {
            List<Tensor> gradients = Moments.gradients("Sgd", parameters);
            steps++;
            NativeCall.act("Sgd.step", () -> {
                for (int i = 0; i < parameters.size(); i++) {
                    update(i, gradients.get(i).handle(), paces.get(i) * learningRate);
                }
            });
            return true;
        }));
    }

    private void update(int index, org.bytedeco.pytorch.Tensor g, double learningRate) {
        org.bytedeco.pytorch.Tensor p = parameters.get(index).handle();
        org.bytedeco.pytorch.Tensor v = velocities.get(index).handle();
        if (settings.weightDecay() > 0) {
            g.add_(p, new Scalar(settings.weightDecay()));
        }
        v.mul_(new Scalar(settings.momentum())).add_(g);
        p.add_(v, new Scalar(-learningRate));
        g.zero_();
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public List<float[]> state() {
        return Moments.toHeap(velocities);
    }

    @Override
    public void restore(long stepsDone, List<float[]> state) {
        Moments.restore("Sgd", stepsDone, state, velocities);
        steps = stepsDone;
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        velocities.forEach(action);
    }
}
