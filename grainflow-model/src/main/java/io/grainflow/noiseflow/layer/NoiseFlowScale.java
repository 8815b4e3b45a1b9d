package io.grainflow.noiseflow.layer;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Exposures;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The scaling layers that the released Noise Flow code offers (Abdelhamed, Brubaker, Brown, ICCV 2019) that its published model does not
 * use: forward divides by s, with y the clean value and L the logistic function. The released log-determinant of {@code gain} counts a
 * single position; here it counts all positions, which is correct.
 */
public final class NoiseFlowScale implements Transform {
    private static final int USUAL_ISO = 800;
    private static final double GAIN_START = -5;

    /** The kind of layer. */
    public enum Kind {
        /** s = sqrt(L(b1) y + L(b2)). */
        SDN,
        /** s = sqrt(L(b1) y / g + L(b2)), g = exp(0.01 r) ISO with r per ISO. */
        SDN1,
        /** s = sqrt(g (L(b1) y / g + L(b2))), g = exp(0.1 r) ISO. */
        SDN2,
        /** s = g sqrt(L(b1) y / g + L(b2)), g = exp(0.1 r) ISO. */
        SDN3,
        /** s = sqrt(exp(b1) y / g + exp(b2)), g = exp(r) ISO. */
        SDN4,
        /** s = sqrt(exp(b1) y / g + exp(b2)), g = exp(r w) ISO with w the exponential of a number per camera. */
        SDN6,
        /** s = L(b1) ISO + L(b2). */
        GAIN,
        /** s = exp(1e-5 b1) ISO + exp(1e-5 b2). */
        GAIN1,
        /** s = exp(0.1 r) ISO. */
        GAIN2,
        /** s = exp(1e-5 r). */
        GAIN3;

        private boolean perIso() {
            return this != SDN && this != GAIN && this != GAIN1;
        }

        private boolean hasPair() {
            return this != GAIN2 && this != GAIN3;
        }

        private double pace() {
            return switch (this) {
                case SDN1 -> 0.01;
                case SDN2, SDN3, GAIN2 -> 0.1;
                case GAIN3 -> 1e-5;
                default -> 1;
            };
        }

        /** The released initial value of a parameter, by the last part of its name. */
        public double start(String parameter) {
            return switch (parameter) {
                case "b1" -> this == GAIN1 ? GAIN_START * 1e5 : this == SDN4 || this == SDN6 ? GAIN_START : -3;
                case "b2" -> this == GAIN1 || this == SDN4 || this == SDN6 ? 0 : 3;
                case "camera" -> 1;
                default -> this == SDN1 ? 0 : GAIN_START / pace();
            };
        }
    }

    private final Kind kind;
    private final String name;
    private final Parameters parameters;
    private final Tensor usual;

    /**
     * A layer.
     *
     * @param name prefix of its parameters
     * @param isos the ISOs with their own parameters; an unknown ISO uses those of ISO 800, if there are any
     */
    public NoiseFlowScale(Kind kind, String name, Parameters parameters, List<Integer> isos) {
        this.kind = kind;
        this.name = name;
        this.parameters = parameters;
        double[] row = new double[isos.size()];
        int index = isos.indexOf(USUAL_ISO);
        if (index >= 0 && kind != Kind.SDN4 && kind != Kind.SDN6) {
            row[index] = 1;
        }
        this.usual = Tensor.ofDoubles(row, 1, row.length);
    }

    /** Its parameters: b1 and b2 [1], r [isos,1], camera [cameras,1], if the kind of layer has them. */
    public static List<ParameterSlot> slots(Kind kind, String name, int cameras, int isos) {
        List<ParameterSlot> slots = new ArrayList<>();
        if (kind.hasPair()) {
            slots.add(ParameterSlot.of(name + ".b1", ParameterSlot.Role.FREE, 1));
            slots.add(ParameterSlot.of(name + ".b2", ParameterSlot.Role.FREE, 1));
        }
        if (kind.perIso()) {
            slots.add(ParameterSlot.of(name + ".r", ParameterSlot.Role.FREE, isos, 1));
        }
        if (kind == Kind.SDN6) {
            slots.add(ParameterSlot.of(name + ".camera", ParameterSlot.Role.FREE, cameras, 1));
        }
        return List.copyOf(slots);
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        Tensor scale = scale(x, condition.requireExposures());
        return new Transformed(x.div(scale), logScale(scale, condition).neg());
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        Tensor scale = scale(z, condition.requireExposures());
        return new Transformed(z.mul(scale), logScale(scale, condition));
    }

    private static Tensor logScale(Tensor scale, Condition condition) {
        return condition.weights().sum(scale.log(), 0);
    }

    /** s, [N,C,H,W]. */
    private Tensor scale(Tensor x, Exposures exposures) {
        Tensor ones = x.detach().mul(0).add(1);
        return switch (kind) {
            case SDN -> signal(exposures, logistic("b1"), logistic("b2")).sqrt();
            case SDN1 ->
                signal(exposures, logistic("b1").div(gain(exposures)), logistic("b2"))
                        .sqrt();
            case SDN2 ->
                signal(exposures, logistic("b1").div(gain(exposures)), logistic("b2"))
                        .mul(spread(gain(exposures)))
                        .sqrt();
            case SDN3 ->
                signal(exposures, logistic("b1").div(gain(exposures)), logistic("b2"))
                        .sqrt()
                        .mul(spread(gain(exposures)));
            case SDN4, SDN6 ->
                signal(
                                exposures,
                                get("b1").exp().div(gain(exposures)),
                                get("b2").exp())
                        .sqrt();
            case GAIN -> ones.mul(spread(exposures.iso().mul(logistic("b1")).add(logistic("b2"))));
            case GAIN1 ->
                ones.mul(spread(exposures
                        .iso()
                        .mul(get("b1").mul(1e-5).exp())
                        .add(get("b2").mul(1e-5).exp())));
            case GAIN2 -> ones.mul(spread(gain(exposures)));
            case GAIN3 -> ones.mul(spread(perIso(exposures).exp()));
        };
    }

    private static Tensor signal(Exposures exposures, Tensor slope, Tensor floor) {
        return exposures.clean().mul(spread(slope)).add(floor.reshape(1, 1, 1, 1));
    }

    /** g, [N,1]. */
    private Tensor gain(Exposures exposures) {
        return perIso(exposures).exp().mul(exposures.iso());
    }

    private Tensor perIso(Exposures exposures) {
        Tensor isos = exposures.isos();
        Tensor known = isos.sum(true, 1);
        Tensor fallback = known.neg().add(1).mul(usual.to(isos.dtype()).to(isos.device()));
        Tensor r = isos.add(fallback).matmul(get("r")).mul(kind.pace());
        return kind == Kind.SDN6
                ? r.mul(exposures.cameras().matmul(get("camera")).exp())
                : r;
    }

    private static Tensor spread(Tensor perSample) {
        return perSample.reshape(perSample.shape()[0], 1, 1, 1);
    }

    private Tensor logistic(String part) {
        return get(part).sigmoid();
    }

    private Tensor get(String part) {
        return parameters.get(name + "." + part);
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        action.accept(usual);
    }
}
