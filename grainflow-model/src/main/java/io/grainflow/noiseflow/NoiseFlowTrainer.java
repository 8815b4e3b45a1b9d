package io.grainflow.noiseflow;

import io.grainflow.metric.NoiseDivergence;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.estimate.HeteroscedasticFit;
import io.grainflow.noise.estimate.NoiseStatistics;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Scope;
import io.grainflow.train.DivergedException;
import io.grainflow.train.History;
import io.grainflow.train.Objective;
import io.grainflow.train.StepClock;
import io.grainflow.train.TrainTask;
import io.grainflow.train.Trainee;
import io.grainflow.train.Trainer;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.EdgeMask;
import io.grainflow.train.data.EntryPool;
import io.grainflow.train.data.FlowBatch;
import io.grainflow.train.data.FlowBatches;
import io.grainflow.train.data.FlowInput;
import io.grainflow.train.data.ValidationCrops;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains Noise Flow (Abdelhamed, Brubaker, Brown, ICCV 2019) or Flow-sRGB (Kousha et al., CVPR 2022) by maximum likelihood. Batches mix
 * cameras and ISOs.
 */
public final class NoiseFlowTrainer implements Trainee<FlowBatch> {
    private static final int RECENT = 100;
    private static final int MOST_PAIRS = 8;
    private static final int LARGEST_SIDE = 192;

    private final NoiseFlowTask task;
    private final List<Capture> captures;
    private final List<NoisyPair> held;
    private final Seed seed;

    private NoiseFlowTrainer(NoiseFlowTask task) {
        this.task = task;
        this.captures = task.vocabulary();
        this.seed = new Seed(task.plan().seed());
        List<PairEntry> entries = task.data().validation().stream()
                .filter(entry -> captures.contains(entry.capture()))
                .toList();
        this.held = ValidationCrops.centres(entries, task.data().cache(), MOST_PAIRS, LARGEST_SIDE);
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
        return new Trainer<>(new NoiseFlowTrainer(task), monitor).run(clock);
    }

    @Override
    public String name() {
        return "train " + word();
    }

    private String word() {
        return ModelJson.tree(task.spec()).get("type").asString();
    }

    @Override
    public TrainTask task() {
        return task;
    }

    @Override
    public List<ParameterSlot> slots() {
        return task.spec().slots();
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
    public Objective<FlowBatch> objective(Parameters parameters) {
        return new NoiseFlowLikelihood(
                Scope.keep(() -> new NoiseFlow(task.spec(), parameters, Mode.TRAIN)),
                captures,
                task.spec().dequantises(),
                task.device());
    }

    @Override
    public Batches<FlowBatch> batches(int poolImages) {
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

    @Override
    public List<String> figureNames() {
        return List.of("validationNllNatsPerDim", "validationKld");
    }

    @Override
    public Map<String, Double> lossFigures(double lossMean) {
        return Map.of("nllNatsPerDim", lossMean);
    }

    @Override
    public Optional<History.Validation> validate(long step, Weights averaged) {
        if (held.isEmpty()) {
            return Optional.empty();
        }
        NoiseDensity model = (NoiseDensity) task.spec().build(captures, averaged, task.inference());
        double nll = 0;
        double kld = 0;
        for (int i = 0; i < held.size(); i++) {
            NoisyPair pair = held.get(i);
            nll += model.nllNatsPerDim(pair) / held.size();
            kld += NoiseDivergence.NAFLOW.klNats(
                            pair.clean(),
                            pair.noisy(),
                            model.sampleNoisy(
                                    pair.clean(),
                                    pair.capture(),
                                    seed.child("validation").child(i)))
                    / held.size();
        }
        return Optional.of(new History.Validation(step, List.of(nll, kld)));
    }

    @Override
    public List<String> notes() {
        return task.data().notes(task.plan());
    }

    @Override
    public ModelFile<?> model(Weights weights, long steps, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", word());
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("steps", (double) steps);
        metrics.put("nllNatsPerDim", history.recentLoss(RECENT));
        history.lastValidation().ifPresent(last -> {
            metrics.put("validationNllNatsPerDim", last.figures().get(0));
            metrics.put("validationKld", last.figures().get(1));
        });
        Provenance provenance =
                Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
        return new ModelFile<>(task.spec(), captures, Units.of(task.data().domain()), provenance, weights);
    }
}
