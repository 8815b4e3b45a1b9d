package io.grainflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.grainflow.denoise.DenoiserContract;
import io.grainflow.image.Image;
import io.grainflow.job.evaluate.Identification;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.noise.GaussianNoise;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.NativeLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs rely on when they call Grainflow. */
final class LibraryTest {
    private static final String DENOISER = "dncnn-polyu";
    private static final String FLOW = "naflow-polyu";
    private static final Image SCENE = DenoiserContract.scene(3, 120, 96);

    @TempDir
    Path folder;

    private static byte[] packaged(String name) throws IOException {
        try (InputStream stream =
                LibraryTest.class.getResourceAsStream("/io/grainflow/models/" + name + ".safetensors")) {
            return stream.readAllBytes();
        }
    }

    @Test
    void modelsComeFromFilesStreamsAndBytes() throws IOException {
        byte[] bytes = packaged(DENOISER);
        Path file = Files.write(folder.resolve("model.safetensors"), bytes);
        ComputeOptions compute = ComputeOptions.ofThreads(1);
        List<Image> restored = new ArrayList<>();
        for (ModelSource source : List.of(
                ModelSource.named(DENOISER),
                ModelSource.file(file),
                ModelSource.named(file.toString()),
                ModelSource.bytes("bytes", bytes),
                ModelSource.stream("stream", new ByteArrayInputStream(bytes)))) {
            try (LoadedDenoiser denoiser = Grainflow.denoiser(source, compute)) {
                restored.add(denoiser.denoise(SCENE));
            }
        }
        assertThat(restored).hasSize(5).allMatch(restored.get(0)::equals);
        assertThat(restored.get(0)).isNotEqualTo(SCENE);
    }

    @Test
    void modelsOfOtherSettingsWorkAtOnceWithoutChangingEachOther() throws Exception {
        try (LoadedDenoiser one = Grainflow.denoiser(DENOISER, ComputeOptions.ofThreads(1));
                LoadedDenoiser two = Grainflow.denoiser(DENOISER, ComputeOptions.ofThreads(2))) {
            List<Image> alone = List.of(one.denoise(SCENE), two.denoise(SCENE));
            ExecutorService pool = Executors.newFixedThreadPool(2);
            List<Callable<Image>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                LoadedDenoiser denoiser = i % 2 == 0 ? one : two;
                work.add(() -> denoiser.denoise(SCENE));
            }
            List<Future<Image>> results = pool.invokeAll(work);
            pool.shutdown();
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(alone.get(i % 2));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DENOISER, "bm3d", "nlm"})
    void cancellingReturnsWithinASecond(String name) {
        Image large = new GaussianNoise(0.1)
                .sampleNoisy(DenoiserContract.scene(3, 1600, 1600), Capture.of("any", 100), new Seed(5));
        AtomicLong asked = new AtomicLong();
        Monitor monitor = new Monitor() {
            private volatile boolean stop;

            @Override
            public void on(Event event) {
                if (event instanceof Event.Advanced advanced && advanced.done() > 0 && !stop) {
                    asked.set(System.nanoTime());
                    stop = true;
                }
            }

            @Override
            public boolean cancelled() {
                return stop;
            }
        };
        try (LoadedDenoiser denoiser = Grainflow.denoiser(name)) {
            assertThatThrownBy(() -> denoiser.denoise(large, monitor)).isInstanceOf(CancelledException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - asked.get())).isLessThan(Duration.ofSeconds(1));
            assertThat(denoiser.denoise(SCENE).sameShape(SCENE)).isTrue();
        }
    }

    @Test
    void progressRisesToTheEnd() {
        List<Event> events = new ArrayList<>();
        try (LoadedDenoiser denoiser = Grainflow.denoiser(DENOISER)) {
            Image watched = denoiser.denoise(SCENE, events::add);
            assertThat(watched).isEqualTo(denoiser.denoise(SCENE));
        }
        List<Long> percent = events.stream()
                .filter(Event.Advanced.class::isInstance)
                .map(event -> ((Event.Advanced) event).done())
                .toList();
        assertThat(percent).isSorted().allMatch(value -> value >= 0 && value <= 100);
        assertThat(events.get(0)).isInstanceOf(Event.Started.class);
        assertThat(events.get(events.size() - 1)).isInstanceOf(Event.Finished.class);
    }

    @Test
    void nothingNativeIsLeftAfterClosing() {
        Runnable work = () -> {
            try (LoadedDenoiser denoiser = Grainflow.denoiser(DENOISER);
                    LoadedNoiseModel noise = Grainflow.noiseModel(FLOW)) {
                Image noisy = noise.sample(SCENE, noise.captures().get(0), new Seed(1));
                denoiser.denoise(noise.like(SCENE, noisy, new Seed(2)));
            }
        };
        work.run();
        long before = NativeLibrary.liveObjects();
        work.run();
        assertThat(NativeLibrary.liveObjects()).isEqualTo(before);
    }

    @Test
    void noiseIsSampledImitatedAndIdentified() {
        try (LoadedNoiseModel noise = Grainflow.noiseModel(FLOW)) {
            Capture capture = noise.captures().get(0);
            Image noisy = noise.sample(SCENE, capture, new Seed(1));
            assertThat(noisy).isEqualTo(noise.sample(SCENE, capture.camera().code(), capture.iso(), new Seed(1)));
            assertThat(noisy).isNotEqualTo(noise.sample(SCENE, capture, new Seed(2)));
            assertThat(noise.like(SCENE, SCENE, noisy, new Seed(3)).sameShape(SCENE))
                    .isTrue();
            List<Identification.Candidate> candidates = noise.identify(SCENE, noisy);
            assertThat(candidates).hasSize(noise.captures().size());
            assertThat(candidates.get(0).camera()).isEqualTo(capture.camera().code());
            assertThat(candidates.stream()
                            .mapToDouble(Identification.Candidate::probability)
                            .sum())
                    .isCloseTo(1, offset(1e-9));
            assertThat(noise.nllNatsPerDim(SCENE, noisy, capture).orElseThrow()).isFinite();
            assertThatThrownBy(() -> noise.sample(SCENE, "phone", 100, new Seed(1)))
                    .hasMessageContaining("phone");
        }
    }

    @Test
    void closedModelsSaySo() {
        LoadedDenoiser denoiser = Grainflow.denoiser(DENOISER);
        LoadedNoiseModel noise = Grainflow.noiseModel(FLOW);
        for (int i = 0; i < 2; i++) {
            denoiser.close();
            noise.close();
        }
        assertThatThrownBy(() -> denoiser.denoise(SCENE)).hasMessageContaining("after close");
        assertThatThrownBy(() -> noise.identify(SCENE, SCENE)).hasMessageContaining("after close");
    }

    @Test
    void closingFromAMonitorWaitsForNothing() {
        LoadedDenoiser denoiser = Grainflow.denoiser(DENOISER);
        Image restored = assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> denoiser.denoise(SCENE, event -> denoiser.close()));
        assertThat(restored.sameShape(SCENE)).isTrue();
        assertThatThrownBy(() -> denoiser.denoise(SCENE)).hasMessageContaining("after close");
    }

    @Test
    void memoryIsFreedOnceByTheLastCall() {
        AtomicLong freed = new AtomicLong();
        OpenModel model = new OpenModel("model", freed::incrementAndGet);
        model.call(() -> {
            model.close();
            assertThat(freed).hasValue(0);
            return true;
        });
        assertThat(freed).hasValue(1);
        model.close();
        assertThat(freed).hasValue(1);
    }

    @Test
    void errorsAreOneLine() {
        List<ThrowingCallable> calls = List.of(
                () -> Grainflow.denoiser("no-such-model"),
                () -> Grainflow.denoiser(FLOW),
                () -> Grainflow.noiseModel(DENOISER),
                () -> Grainflow.denoiser(ModelSource.bytes("half", new byte[100]), ComputeOptions.defaults()),
                () -> ComputeOptions.ofThreads(0),
                () -> Grainflow.denoiser("bm3d", ComputeOptions.defaults().memoryMegabytes(100)));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call)
                    .isInstanceOf(InputException.class)
                    .message()
                    .doesNotContain("\n", "--");
        }
        try (LoadedDenoiser denoiser = Grainflow.denoiser(DENOISER)) {
            assertThatThrownBy(() -> denoiser.denoise(DenoiserContract.scene(1, 20, 20)))
                    .isInstanceOf(InputException.class);
        }
    }
}
