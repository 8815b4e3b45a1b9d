package io.grainflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobDocument;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.synthesise.Simulate;
import io.grainflow.model.ModelFile;
import io.grainflow.model.NoiseModels;
import io.grainflow.model.NoiseSpec;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Initialisation;
import io.grainflow.pair.Capture;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.NativeLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with what jobs need: tiny pairs, raw pairs, and models. */
record JobsFolder(Path root) {
    static final ComputeOptions COMPUTE = ComputeOptions.defaults().threads(2);

    /** Makes the pairs. */
    static JobsFolder in(Path root) {
        JobsFolder folder = new JobsFolder(root);
        Simulate pairs = Simulate.defaults()
                .out(folder.pairs())
                .cameras(List.of("vc-compact"))
                .isos(List.of(800, 3200))
                .scenes(5)
                .size(64)
                .compute(COMPUTE);
        pairs.run(Monitor.silent());
        pairs.out(root.resolve("raw")).domain(PixelDomain.RAW_PACKED).run(Monitor.silent());
        return folder;
    }

    Path file(String name) {
        return root.resolve(name);
    }

    Path pairs() {
        return file("pairs");
    }

    /** Pairs of packed raw planes. */
    String raw() {
        return "packed:" + file("raw");
    }

    /** A DnCNN of three layers. */
    Path dncnn() {
        DnCnnSpec spec = new DnCnnSpec(3, 3, 8, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1);
        Path file = file("dncnn.safetensors");
        new ModelFile<>(
                        spec,
                        List.of(),
                        Units.of(PixelDomain.SRGB),
                        Provenance.of(Map.of(), 1, "none", Map.of()),
                        Initialisation.of(spec.network(), new Seed(1)))
                .write(file);
        return file;
    }

    /** A noise model of a kind, by the kind's record. */
    Path noise(Class<? extends NoiseSpec> kind) {
        Path file = file(kind.getSimpleName() + ".safetensors");
        NoiseModels.all()
                .filter(model -> model.spec().getClass() == kind)
                .findFirst()
                .orElseThrow()
                .write(file);
        return file;
    }

    /** A camera and ISO that all models know. */
    static Capture known() {
        return NoiseModels.CAPTURES.get(0);
    }

    /** The outcome of a job, which is also that of its document. No native object of it is left. */
    static <R extends Outcome> R run(Job<R> job) {
        job.run(Monitor.silent());
        Job<?> read = JobDocument.read("job.json", JobDocument.write(job));
        assertThat(read).isEqualTo(job);
        long before = NativeLibrary.liveObjects();
        @SuppressWarnings("unchecked") // equal jobs have outcomes of one type
        R outcome = ((Job<R>) read).run(Monitor.silent());
        assertThat(NativeLibrary.liveObjects())
                .as("native objects after the job")
                .isLessThanOrEqualTo(before);
        return outcome;
    }
}
