package io.grainflow.denoiser.training;

import io.grainflow.inference.Calibration;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Initialisation;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.train.DivergedException;
import io.grainflow.train.History;
import io.grainflow.train.LossReport;
import io.grainflow.train.ParameterGroup;
import io.grainflow.train.Publication;
import io.grainflow.train.StepClock;
import io.grainflow.train.Trainer;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.TrainingStep;
import io.grainflow.train.TrainingSystem;
import io.grainflow.train.TrainingTask;
import io.grainflow.train.data.EntryPool;
import io.grainflow.train.data.GrowingPool;
import io.grainflow.train.data.Pool;
import io.grainflow.train.divergence.Divergence;
import io.grainflow.train.divergence.LossRise;
import io.grainflow.train.divergence.NotFinite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains a denoiser.
 *
 * @param <B> what a batch is
 */
public final class DenoiserTrainer<B> implements TrainingSystem<B> {
    private static final String GROUP = "network";
    private static final String LOSS = "lossMean";
    private static final int RECENT = 100;

    private final DenoiserTask task;
    private final TrainingSetup<B> setup;
    private final Network network;
    private final PatchValidation validation;
    private final Seed seed;

    private DenoiserTrainer(DenoiserTask task, TrainingSetup<B> setup) {
        this.task = task;
        this.setup = setup;
        this.network = task.spec().network();
        this.seed = new Seed(task.plan().seed());
        this.validation = new PatchValidation(task, seed.child("validation"));
    }

    /**
     * Trains, and writes the model and checkpoints on the way. A run that was killed at any moment and resumed gives the same bytes
     * as an uninterrupted one, on one machine and with one number of threads.
     *
     * @throws DivergedException if the loss leaves all bounds
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public static TrainingResult train(DenoiserTask task, Monitor monitor) {
        return train(task, task.supervision().noise().setup(task), monitor);
    }

    private static <B> TrainingResult train(DenoiserTask task, TrainingSetup<B> setup, Monitor monitor) {
        StepClock clock = new StepClock(task.plan().minutes());
        return new Trainer<>(new DenoiserTrainer<>(task, setup).training(), monitor).run(clock);
    }

    private TrainingTask<B> training() {
        return new TrainingTask<>(
                "train denoiser",
                task.request(),
                this,
                poolImages -> setup.batches(pool(poolImages), seed.child("patches")),
                LossReport.of(List.of(LOSS), this::divergence),
                validation,
                // with growing data, the model is used while it is trained, so it is written at every validation
                new Publication(task.data().growth().isPresent(), this::models),
                task.notes());
    }

    private Divergence divergence() {
        return task.supervision().loss().comparable() ? new LossRise(task.plan().divergenceFactor()) : new NotFinite();
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(ParameterGroup.of(GROUP, network.parameters(), task.plan()));
    }

    @Override
    public Weights initial() {
        return Initialisation.of(network, seed.child("initialisation"));
    }

    @Override
    public TrainingStep<B> step(Parameters parameters) {
        return TrainingStep.lowering(GROUP, LOSS, setup.objective(network, parameters));
    }

    private Pool pool(int poolImages) {
        return task.data()
                .growth()
                .<Pool>map(source -> new GrowingPool(task.data(), source, poolImages))
                .orElseGet(() -> EntryPool.of(task.data(), task.plan(), poolImages));
    }

    private List<Publication.Target> models(Weights weights, long steps, History history) {
        ModelFile<DenoiserSpec> file = new ModelFile<>(
                task.spec(), List.of(), Units.of(task.data().domain()), provenance(steps, history), weights);
        return List.of(
                new Publication.Target(task.out(), task.spec().networkRestoresAlone() ? calibrated(file) : file));
    }

    private ModelFile<DenoiserSpec> calibrated(ModelFile<DenoiserSpec> file) {
        PatchValidation small = validation.small();
        return file.with(Calibration.of(
                network,
                file.weights(),
                task.data().domain(),
                task.plan().threads(),
                small.samples(),
                small::decibels));
    }

    private Provenance provenance(long steps, History history) {
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
            metrics.put("validationPsnrDecibelsBefore", last.figures().get(PatchValidation.BEFORE));
            metrics.put("validationPsnrDecibels", last.figures().get(PatchValidation.AFTER));
        });
        return Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
    }
}
