package io.grainflow.c2n;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.UniformInitialisation;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.train.DivergedException;
import io.grainflow.train.History;
import io.grainflow.train.LossReport;
import io.grainflow.train.ParameterGroup;
import io.grainflow.train.Publication;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.StepClock;
import io.grainflow.train.Trainer;
import io.grainflow.train.TrainingRequest;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.TrainingStep;
import io.grainflow.train.TrainingSystem;
import io.grainflow.train.TrainingTask;
import io.grainflow.train.adversarial.SampleValidation;
import io.grainflow.train.data.UnpairedBatch;
import io.grainflow.train.data.UnpairedBatches;
import io.grainflow.train.data.ValidationCrops;
import io.grainflow.train.divergence.CriticCollapse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains C2N (Jang, Lee, Son, Lee, ICCV 2021) on images that need not be pairs: a Wasserstein GAN with gradient penalty whose critic sees
 * noisy images. The model is also written at every validation, because the losses do not say when to stop.
 */
public final class C2nTrainer implements TrainingSystem<UnpairedBatch> {
    private static final int RECENT = 100;
    private static final List<String> LOSSES =
            List.of(C2nStep.GAP, C2nStep.PENALTY, C2nStep.ADVERSARIAL, C2nStep.STABILISING);

    private final C2nTask task;
    private final Seed seed;

    C2nTrainer(C2nTask task) {
        this.task = task;
        this.seed = new Seed(task.plan().seed());
    }

    /**
     * Trains, and writes the model and checkpoints on the way. A run that was killed at any moment and resumed gives the same bytes
     * as an uninterrupted one, on one machine and with one number of threads.
     *
     * @throws DivergedException if a loss is not finite, or the critic no longer separates real from generated images
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public static TrainingResult train(C2nTask task, Monitor monitor) {
        StepClock clock = new StepClock(task.plan().minutes());
        return new Trainer<>(new C2nTrainer(task).training(), monitor).run(clock);
    }

    private TrainingTask<UnpairedBatch> training() {
        TrainingRequest request = task.request();
        return new TrainingTask<>(
                "train c2n",
                request,
                this,
                poolImages -> new UnpairedBatches(task.data(), task.plan(), poolImages, seed),
                LossReport.of(LOSSES, CriticCollapse::new),
                validation(request),
                new Publication(
                        true,
                        (weights, steps, history) ->
                                List.of(new Publication.Target(task.out(), model(weights, steps, history)))),
                request.data().notes(task.plan()));
    }

    private SampleValidation validation(TrainingRequest request) {
        return SampleValidation.byCapture(
                ValidationCrops.centres(
                        request.data().validation(),
                        request.data().cache(),
                        SampleValidation.MOST_PAIRS,
                        SampleValidation.LARGEST_SIDE),
                weights -> new C2nNoise(task.spec(), generator(weights), request.inference()),
                false,
                seed.child("validation"));
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(
                ParameterGroup.of(
                        C2nStep.CRITIC, critic(), RecordSettings.replace(task.plan(), Map.of("emaDecay", 0.0))),
                ParameterGroup.of(C2nStep.GENERATOR, task.spec().slots(), task.plan()));
    }

    private List<ParameterSlot> critic() {
        return task.objective().critic(task.spec().channels()).parameters();
    }

    @Override
    public Weights initial() {
        Seed own = seed.child("initialisation");
        Map<String, StoredTensor> start = new TreeMap<>(task.spec().start(own).tensors());
        for (String name : List.of(C2nGenerator.TAIL + ".weight", C2nGenerator.TAIL + ".bias")) {
            start.computeIfPresent(
                    name, (key, tensor) -> scaled(tensor, task.objective().firstNoise()));
        }
        start.putAll(UniformInitialisation.of(critic(), own).tensors());
        return Weights.of(start);
    }

    private static StoredTensor scaled(StoredTensor tensor, double factor) {
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factor;
        }
        return StoredTensor.ofFloats(values, tensor.shape());
    }

    @Override
    public TrainingStep<UnpairedBatch> step(Parameters parameters) {
        return new C2nStep(task.spec(), task.objective(), parameters, task.device());
    }

    /** The generator's weights among those of both groups. */
    private Weights generator(Weights all) {
        Map<String, StoredTensor> own = new TreeMap<>();
        task.spec().slots().forEach(slot -> own.put(slot.name(), all.get(slot.name())));
        return Weights.of(own);
    }

    private ModelFile<?> model(Weights weights, long steps, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", "c2n");
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        job.put("objective", ModelJson.tree(task.objective()));
        Map<String, Double> metrics = new TreeMap<>(history.recentLosses(RECENT).toMap());
        metrics.put("steps", (double) steps);
        history.lastValidation().ifPresent(last -> metrics.putAll(last.figures().toMap()));
        Provenance provenance =
                Provenance.of(job, task.plan().seed(), task.data().all().fingerprint(), metrics);
        Units units = Units.of(task.data().noisy().domain());
        return new ModelFile<>(task.spec(), List.of(), units, provenance, generator(weights));
    }
}
