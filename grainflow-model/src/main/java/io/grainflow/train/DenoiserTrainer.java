package io.grainflow.train;

import io.grainflow.model.Calibration;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import io.grainflow.model.TrainedDenoiser;
import io.grainflow.model.Units;
import io.grainflow.network.Initialisation;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Trains a denoiser.
 *
 * @param <B> what a batch is
 */
public final class DenoiserTrainer<B> implements Trainee<B> {
    private static final int RECENT = 100;

    private final DenoiserTask task;
    private final Lessons<B> lessons;
    private final Network network;
    private final PatchValidation validation;
    private final Seed seed;

    private DenoiserTrainer(DenoiserTask task, Lessons<B> lessons) {
        this.task = task;
        this.lessons = lessons;
        this.network = task.spec().network();
        this.seed = new Seed(task.plan().seed());
        this.validation = new PatchValidation(task.data(), task.supervision(), seed.child("validation"));
    }

    /**
     * Trains, and writes the model and checkpoints on the way. A run that was killed at any moment and resumed gives the same bytes
     * as an uninterrupted one, on one machine and with one number of threads.
     *
     * @throws DivergedException if the loss leaves all bounds
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public static TrainingResult train(DenoiserTask task, Monitor monitor) {
        return task.supervision().noise() instanceof TrainingNoise.Unmeasured noise
                ? train(task, new SliceLessons(task, noise.sampling()), monitor)
                : train(task, new PatchLessons(task), monitor);
    }

    private static <B> TrainingResult train(DenoiserTask task, Lessons<B> lessons, Monitor monitor) {
        StepClock clock = new StepClock(task.plan().minutes());
        return new Trainer<>(new DenoiserTrainer<>(task, lessons), monitor).run(clock);
    }

    @Override
    public String name() {
        return "train denoiser";
    }

    @Override
    public TrainTask task() {
        return task;
    }

    @Override
    public List<ParameterSlot> slots() {
        return network.parameters();
    }

    @Override
    public Weights initial() {
        return Initialisation.of(network, seed.child("initialisation"));
    }

    @Override
    public Objective<B> objective(Parameters parameters) {
        return lessons.objective(network, parameters);
    }

    @Override
    public Batches<B> batches(int poolImages) {
        return lessons.batches(pool(poolImages), seed.child("patches"));
    }

    private Pool pool(int poolImages) {
        return task.data()
                .growth()
                .<Pool>map(source -> new GrowingPool(task.data(), source, poolImages))
                .orElseGet(() -> EntryPool.of(task.data(), task.plan(), poolImages));
    }

    /** A model that learns from what is happening is wanted while it learns. */
    @Override
    public boolean publishes() {
        return task.data().growth().isPresent();
    }

    @Override
    public List<String> figureNames() {
        return List.of("psnrDecibelsBefore", "psnrDecibels");
    }

    @Override
    public Map<String, Double> lossFigures(double lossMean) {
        return Map.of("lossMean", lossMean);
    }

    @Override
    public Optional<History.Validation> validate(long step, Weights averaged) {
        // weights that are no numbers any more show in the next loss, which ends the training with its last good
        // checkpoint
        if (validation.empty() || !averaged.finite()) {
            return Optional.empty();
        }
        try (TrainedDenoiser denoiser = task.spec().build(averaged, task.data().domain(), task.inference())) {
            return Optional.of(validation.measure(step, denoiser));
        }
    }

    @Override
    public boolean lossComparable() {
        return task.supervision().loss().comparable();
    }

    @Override
    public List<String> notes() {
        return task.notes();
    }

    @Override
    public ModelFile<?> model(Weights weights, long steps, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", "denoiser");
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        job.put("noise", task.supervision().noise().description());
        job.put("target", task.supervision().target());
        job.put("loss", task.supervision().loss());
        task.supervision().clipping().ifPresent(clipping -> job.put("clipping", clipping.line()));
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("steps", (double) steps);
        metrics.put("lossMean", history.recentLoss(RECENT));
        history.lastValidation().ifPresent(last -> {
            metrics.put("validationPsnrDecibelsBefore", last.figures().get(0));
            metrics.put("validationPsnrDecibels", last.figures().get(1));
        });
        Provenance provenance =
                Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
        ModelFile<DenoiserSpec> file =
                new ModelFile<>(task.spec(), List.of(), Units.of(task.data().domain()), provenance, weights);
        PatchValidation small = validation.small();
        return file.with(Calibration.of(
                task.spec(), weights, task.data().domain(), task.plan().threads(), small.samples(), small::decibels));
    }
}
