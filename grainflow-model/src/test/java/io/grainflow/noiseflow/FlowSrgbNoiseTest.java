package io.grainflow.noiseflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flow-sRGB as a noise model that several threads share. */
@Timeout(120)
final class FlowSrgbNoiseTest {
    private static final List<Capture> CAPTURES = List.of(Capture.of("a", 100), Capture.of("a", 800));

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static FlowSrgbNoise model() {
        FlowSrgbSpec spec = FlowSrgbSpec.defaults(3, CAPTURES);
        TreeMap<Capture, NoiseLevel> levels = new TreeMap<>();
        CAPTURES.forEach(capture ->
                levels.put(capture, new NoiseLevel(new double[] {1e-3, 1e-3, 1e-3}, new double[] {1e-4, 1e-4, 1e-4})));
        Map<String, StoredTensor> tensors =
                new TreeMap<>(spec.start(levels, new Seed(1)).tensors());
        tensors.replaceAll((name, tensor) -> {
            if (!name.contains(".coupling.") || name.endsWith(".variance")) {
                return tensor;
            }
            float[] values = tensor.toFloats();
            RandomField field = new RandomField(new Seed(2).child(name));
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.05 * field.normal(i));
            }
            return StoredTensor.ofFloats(values, tensor.shape());
        });
        Inference inference = Inference.on(Device.CPU).withThreads(1);
        return new FlowSrgbNoise(spec, CAPTURES, Weights.of(tensors), inference, 24);
    }

    private static Image clean(int index, int side) {
        RandomField field = new RandomField(new Seed(index));
        float[] values = new float[3 * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(255 * field.uniform(i, 0)) / 255f;
        }
        return Image.copyOf(PixelDomain.SRGB, side, side, values);
    }

    private static <R> FutureTask<R> begin(Callable<R> body, String name) {
        FutureTask<R> task = new FutureTask<>(body);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    void severalThreadsGiveWhatOneGives() throws InterruptedException, ExecutionException {
        FlowSrgbNoise model = model();
        List<Image> inTurn = IntStream.range(0, 4)
                .mapToObj(i -> model.sampleNoisy(clean(i, 50), CAPTURES.get(i % 2), 1, new Seed(i)))
                .toList();
        NoisyPair pair = new NoisyPair("scene", clean(0, 50), inTurn.get(0), CAPTURES.get(0));
        double nats = model.nllNatsPerDim(pair);
        FutureTask<Double> beside = begin(() -> model.nllNatsPerDim(pair), "likelihood");
        List<FutureTask<Image>> together = IntStream.range(0, 4)
                .mapToObj(i -> begin(
                        () -> model.sampleNoisy(clean(i, 50), CAPTURES.get(i % 2), 1, new Seed(i)), "sample " + i))
                .toList();
        for (int i = 0; i < 4; i++) {
            assertThat(together.get(i).get()).isEqualTo(inTurn.get(i));
        }
        assertThat(beside.get()).isEqualTo(nats);
        assertThat(inTurn.get(0)).isNotEqualTo(clean(0, 50));
    }

    /** Both threads are inside the flow's inverse at the same time. */
    @Test
    void samplesOverlap() {
        FlowSrgbNoise model = model();
        Image clean = clean(1, 500);
        List<FutureTask<Image>> tasks = List.of(
                begin(() -> model.sampleNoisy(clean, CAPTURES.get(0), 1, new Seed(1)), "overlap 0"),
                begin(() -> model.sampleNoisy(clean, CAPTURES.get(1), 1, new Seed(2)), "overlap 1"));
        boolean met = false;
        while (!met && tasks.stream().noneMatch(FutureTask::isDone)) {
            met = Thread.getAllStackTraces().entrySet().stream()
                            .filter(thread -> thread.getKey().getName().startsWith("overlap"))
                            .filter(thread -> isInFlow(thread.getValue()))
                            .count()
                    == 2;
        }
        assertThat(met).isTrue();
    }

    private static boolean isInFlow(StackTraceElement[] stack) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals(NoiseFlow.class.getName()));
    }
}
