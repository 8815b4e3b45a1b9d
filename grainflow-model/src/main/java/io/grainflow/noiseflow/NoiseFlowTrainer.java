package io.grainflow.noiseflow;

import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.estimate.HeteroscedasticFit;
import io.grainflow.noise.estimate.NoiseStatistics;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Scope;
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
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.EdgeMask;
import io.grainflow.train.data.EntryPool;
import io.grainflow.train.data.FlowBatch;
import io.grainflow.train.data.FlowBatches;
import io.grainflow.train.data.FlowInput;
import io.grainflow.train.divergence.LossRise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains Noise Flow (Abdelhamed, Brubaker, Brown, ICCV 2019) or Flow-sRGB (Kousha et al., CVPR 2022) by maximum likelihood. Batches mix
 * cameras and ISOs.
 */
public final class NoiseFlowTrainer implements TrainingSystem<FlowBatch> {
    private static final String GROUP = "flow";
    private static final String LOSS = "nllNatsPerDim";
    private static final int RECENT = 100;

    private final NoiseFlowTask task;
    private final List<Capture> captures;
    private final Seed seed;

    private NoiseFlowTrainer(NoiseFlowTask task) {
        this.task = task;
        this.captures = task.vocabulary();
        this.seed = new Seed(task.plan().seed());
    }

    /**
     * Trains, and writes the model and checkpoints on the way. A run that was killed at any moment and resumed gives the same bytes
     * as an uninterrupted one, on one machine and with one number of threads.
     *
     * @throws DivergedException if the loss leaves all bounds
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public static TrainingResult train(NoiseFlowTask task, Monitor monitor) {
        StepClock clock = new StepClock(task.plan().minutes());
        return new Trainer<>(new NoiseFlowTrainer(task).training(), monitor).run(clock);
    }

    private TrainingTask<FlowBatch> training() {
        return new TrainingTask<>(
                "train " + word(),
                task.request(),
                this,
                this::batches,
                LossReport.of(List.of(LOSS), () -> new LossRise(task.plan().divergenceFactor())),
                new NoiseFlowValidation(task, captures, seed.child("validation")),
                Publication.atEnd((weights, steps, history) ->
                        List.of(new Publication.Target(task.out(), model(weights, steps, history)))),
                task.data().notes(task.plan()));
    }

    private String word() {
        return ModelJson.tree(task.spec()).get("type").asString();
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(ParameterGroup.of(GROUP, task.spec().slots(), task.plan()));
    }

    @Override
    public Weights initial() {
        return task.earlier().map(NoiseFlowTask.Earlier::start).orElseGet(this::fresh);
    }

    private Weights fresh() {
        Map<Capture, NoiseStatistics> statistics = new TreeMap<>();
        for (PairEntry entry : task.data().training()) {
            statistics
                    .computeIfAbsent(entry.capture(), NoiseStatistics::new)
                    .add(task.data().cache().load(entry));
        }
        SortedMap<Capture, NoiseLevel> levels = new TreeMap<>();
        statistics.forEach((capture, sums) -> levels.put(capture, HeteroscedasticFit.fit(sums)));
        return task.spec().start(levels, seed.child("initialisation"));
    }

    @Override
    public TrainingStep<FlowBatch> step(Parameters parameters) {
        NoiseFlow flow = Scope.keep(() -> new NoiseFlow(task.spec(), parameters, Mode.TRAIN));
        return TrainingStep.lowering(
                GROUP, LOSS, new NoiseFlowLikelihood(flow, captures, task.spec().dequantises(), task.device()));
    }

    private Batches<FlowBatch> batches(int poolImages) {
        return new FlowBatches(
                EntryPool.of(task.data(), task.plan(), poolImages),
                task.data().cache()::load,
                new FlowInput(task.spec().channels(), 0, 0, task.spec().dequantises(), captures),
                EdgeMask.defaults(),
                task.earlier().map(earlier -> new FlowBatches.Replay(earlier.model(), earlier.captures())),
                task.plan().batchSize(),
                task.data().patchSize(task.plan()),
                seed.child("patches"));
    }

    private ModelFile<?> model(Weights weights, long steps, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", word());
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("steps", (double) steps);
        metrics.put("nllNatsPerDim", history.recentLoss(RECENT));
        history.lastValidation().ifPresent(last -> metrics.putAll(last.figures().toMap()));
        Provenance provenance =
                Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
        return new ModelFile<>(task.spec(), captures, Units.of(task.data().domain()), provenance, weights);
    }
}
