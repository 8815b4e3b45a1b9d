package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.random.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every wrong call is rejected with a message of our own before the native library sees it. */
final class ShapeErrorsTest {
    @Test
    void layersSayWhatTheyExpect() {
        Scope.run(() -> {
            Tensor x = Tensor.zeros(8, 3, 32, 32);
            Tensor w = Tensor.zeros(16, 3, 3, 3);
            Tensor c = Tensor.ones(3);
            RunningStatistics statistics = new RunningStatistics(Tensor.zeros(3), Tensor.ones(3), 0.1, 1e-5);
            Map<String, Runnable> wrong = new LinkedHashMap<>();
            wrong.put(
                    "conv2d expects input [N,64,H,W], got [8,3,32,32]",
                    () -> x.conv2d(Tensor.zeros(16, 64, 3, 3), null, 1, 1));
            wrong.put("conv2d expects weight [O,I,KH,KW], got [3]", () -> x.conv2d(c, null, 1, 1));
            wrong.put("conv2d expects stride >= 1 and padding >= 0, got 0 and 1", () -> x.conv2d(w, null, 0, 1));
            wrong.put("conv2d expects stride >= 1 and padding >= 0, got 1 and -1", () -> x.conv2d(w, null, 1, -1));
            wrong.put(
                    "conv2d expects an input of at least 3x3 with padding 0, got [1,3,2,9]",
                    () -> Tensor.zeros(1, 3, 2, 9).conv2d(w, null, 1, 0));
            wrong.put("conv2d expects bias [16], got [3]", () -> x.conv2d(w, c, 1, 1));
            wrong.put(
                    "conv2d expects one number format, got float32 and float64",
                    () -> x.conv2d(w.to(DType.FLOAT64), null, 1, 1));
            wrong.put("batchNorm expects input [N,C,H,W], got [3]", () -> c.batchNorm(c, c, statistics, false));
            wrong.put(
                    "batchNorm expects parameters [3] for input [8,3,32,32], got [4]",
                    () -> x.batchNorm(c, Tensor.ones(4), statistics, false));
            wrong.put(
                    "batchNorm expects at least 2 values per channel in training, got [1,3,1,1]",
                    () -> Tensor.zeros(1, 3, 1, 1).batchNorm(c, c, statistics, true));
            wrong.put(
                    "RunningStatistics expects a momentum in [0,1] and a positive epsilon, got 1.5 and 0.1",
                    () -> new RunningStatistics(c, c, 1.5, 0.1));
            wrong.put("maxPool2 expects input [N,C,H,W], got [3]", c::maxPool2);
            wrong.put(
                    "maxPool2 expects an input of at least 2x2, got [1,1,1,4]",
                    () -> Tensor.zeros(1, 1, 1, 4).maxPool2());
            wrong.put("upsampleNearest2 expects input [N,C,H,W], got [3]", c::upsampleNearest2);
            wrong.put("channelsLast expects input [N,C,H,W], got [3]", c::channelsLast);
            wrong.put(
                    "padReflect expects paddings from 0 to below the extent, got left 0, right 32, top 0, bottom 0"
                            + " for [8,3,32,32]",
                    () -> x.padReflect(0, 32, 0, 0));
            told(wrong);
        });
    }

    @Test
    void arithmeticSaysWhatItExpects() {
        Scope.run(() -> {
            Tensor x = Tensor.zeros(8, 3, 32, 32);
            Tensor five = Tensor.zeros(5);
            Tensor whole = Tensor.ofLongs(new long[5], 5);
            Map<String, Runnable> wrong = new LinkedHashMap<>();
            for (String name : List.of("add", "sub", "mul", "div")) {
                wrong.put(
                        name + " expects shapes that broadcast, got [8,3,32,32] and [5]", () -> binary(name, x, five));
                wrong.put(name + " expects one number format, got float32 and int64", () -> binary(name, five, whole));
            }
            wrong.put(
                    "matmul expects [I,J] and [J,K], got [2,3] and [2,3]",
                    () -> Tensor.zeros(2, 3).matmul(Tensor.zeros(2, 3)));
            wrong.put("clamp expects low <= high, got 1.0 and 0.0", () -> five.clamp(1, 0));
            wrong.put("sum expects at least one dimension, got none", () -> five.sum(true));
            wrong.put("sum expects different dimensions of [5], got [1]", () -> five.sum(true, 1));
            wrong.put("mean expects different dimensions of [8,3,32,32], got [2,2]", () -> x.mean(false, 2, 2));
            wrong.put("item expects one element, got [5]", five::item);
            wrong.put("copyFrom expects [5], got [8,3,32,32]", () -> five.copyFrom(x));
            wrong.put("addScaled expects [5], got [8,3,32,32]", () -> five.addScaled(x, 1));
            wrong.put("backward expects one element, got [5]", five::backward);
            wrong.put("requiresGrad expects float32 or float64, got int64", whole::requiresGrad);
            wrong.put("mean failed inside the native library", whole::mean);
            wrong.put(
                    "backward expects a result of parameters that require gradients,"
                            + " got a constant or one computed under NoGrad",
                    five.sum()::backward);
            told(wrong);
        });
    }

    @Test
    void operationsOfGeneratorsAndCriticsSayWhatTheyExpect() {
        Scope.run(() -> {
            Tensor x = Tensor.zeros(8, 3, 32, 32);
            Tensor five = Tensor.zeros(5);
            Tensor whole = Tensor.ofLongs(new long[5], 5);
            Map<String, Runnable> wrong = new LinkedHashMap<>();
            wrong.put("softplus expects float32 or float64, got int64", () -> Activations.softplus(whole));
            wrong.put("logSigmoid expects float32 or float64, got int64", () -> Activations.logSigmoid(whole));
            wrong.put(
                    "prelu expects slopes [1] or [3] for input [8,3,32,32], got [5]", () -> Activations.prelu(x, five));
            wrong.put("instance expects weight [3], got [5]", () -> Normalisations.instance(x, five, null, 1e-5));
            wrong.put("instance expects bias [3], got [5]", () -> Normalisations.instance(x, null, five, 1e-5));
            wrong.put("instance expects a positive epsilon, got 0.0", () -> Normalisations.instance(x, null, null, 0));
            wrong.put(
                    "instance expects at least 2 values per channel, got [2,3,1,1]",
                    () -> Normalisations.instance(Tensor.zeros(2, 3, 1, 1), null, null, 1e-5));
            wrong.put("image expects input [N,C,H,W], got [5]", () -> Normalisations.image(five, 1e-5));
            wrong.put(
                    "deviation expects at least 2 values, got 1 of [1,1,2]",
                    () -> Reductions.deviation(Tensor.zeros(1, 1, 2), true, 0, 1));
            wrong.put("norm expects different dimensions of [5], got [1]", () -> Reductions.norm(five, true, 1));
            wrong.put("linear expects weight [O,I], got [5]", () -> Dense.linear(x, five, null));
            wrong.put("linear expects input [N,4], got [8,3,32,32]", () -> Dense.linear(x, Tensor.zeros(2, 4), null));
            wrong.put(
                    "linear expects bias [2], got [5]",
                    () -> Dense.linear(Tensor.zeros(1, 4), Tensor.zeros(2, 4), five));
            wrong.put("dropout expects a rate in [0,1), got 1.0", () -> Dropout.elements(x, 1, new Seed(1)));
            wrong.put("dropout expects input [N,C,H,W], got [5]", () -> Dropout.channels(five, 0.5, new Seed(1)));
            wrong.put(
                    "every expects a step of at least 1 and a first row and column inside [8,3,32,32], got 3, 32, 0",
                    () -> Resampling.every(x, 3, 32, 0));
            wrong.put(
                    "spaceToDepth expects an even height and width, got [1,1,3,4]",
                    () -> Resampling.spaceToDepth(Tensor.zeros(1, 1, 3, 4)));
            wrong.put("depthToSpace expects channels in fours, got [8,3,32,32]", () -> Resampling.depthToSpace(x));
            wrong.put("windowMean expects an odd kernel, got 4", () -> Resampling.windowMean(x, 4));
            wrong.put(
                    "doubledConv2d expects weight [I,O,3,3] or [I,O,2,2], got [3,3,4,4]",
                    () -> x.doubledConv2d(Tensor.zeros(3, 3, 4, 4), five));
            wrong.put(
                    "meanAbsolute expects equal shapes [8,3,32,32], got [5]",
                    () -> LossFunctions.meanAbsolute(x, five));
            wrong.put("between expects weights [8], got [5]", () -> GradientPenalty.between(x, x, five));
            wrong.put("GradientPenalty expects samples [N,...], got [5]", () -> GradientPenalty.squared(y -> y, five));
            told(wrong);
        });
    }

    @Test
    void shapeChangesSayWhatTheyExpect() {
        Scope.run(() -> {
            Tensor x = Tensor.zeros(2, 3, 4);
            Map<String, Runnable> wrong = new LinkedHashMap<>();
            wrong.put("Tensor [2,2] expects 4 values, got 3", () -> Tensor.of(new float[3], 2, 2));
            wrong.put("Tensor expects no negative extent, got [2,-1]", () -> Tensor.zeros(2, -1));
            wrong.put("reshape expects 24 elements, got [7,7] for [2,3,4]", () -> x.reshape(7, 7));
            wrong.put("narrow expects a range inside dimension 1 of [2,3,4], got 2+2", () -> x.narrow(1, 2, 2));
            wrong.put("permute expects all dimensions of [2,3,4], got [0,1]", () -> x.permute(0, 1));
            wrong.put("permute expects different dimensions of [2,3,4], got [0,1,1]", () -> x.permute(0, 1, 1));
            wrong.put("cat expects at least one tensor, got none", () -> Tensor.cat(List.of(), 0));
            wrong.put("cat expects different dimensions of [2,3,4], got [3]", () -> Tensor.cat(List.of(x), 3));
            wrong.put(
                    "cat expects equal shapes outside dimension 1, got [2,3,4] and [2,3,5]",
                    () -> Tensor.cat(List.of(x, Tensor.zeros(2, 3, 5)), 1));
            told(wrong);
        });
    }

    private static Tensor binary(String name, Tensor a, Tensor b) {
        return switch (name) {
            case "add" -> a.add(b);
            case "sub" -> a.sub(b);
            case "mul" -> a.mul(b);
            default -> a.div(b);
        };
    }

    private static void told(Map<String, Runnable> wrong) {
        wrong.forEach((message, call) -> assertThatThrownBy(call::run, message)
                .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
                .hasMessage(message));
    }
}
