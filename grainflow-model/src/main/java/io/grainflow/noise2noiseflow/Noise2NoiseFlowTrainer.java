package io.grainflow.noise2noiseflow;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.ModelSpec;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Initialisation;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.estimate.HeteroscedasticFit;
import io.grainflow.noise.estimate.NoiseStatistics;
import io.grainflow.noiseflow.NoiseFlow;
import io.grainflow.noiseflow.NoiseFlowTask;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.TwoShots;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Trains a Noise Flow and a DnCNN together from pairs of noisy shots (Maleky, Kousha, Brown, Brubaker, CVPR 2022). */
public final class Noise2NoiseFlowTrainer implements Trainee<FlowBatch> {
    private static final int RECENT = 100;
    private static final int MOST_PAIRS = 8;
    private static final int LARGEST_SIDE = 128;

    private final Noise2NoiseFlowTask task;
    private final Network network;
    private final List<Capture> captures;
    private final List<NoisyPair> held;
    private final Seed seed;

    private Noise2NoiseFlowTrainer(Noise2NoiseFlowTask task) {
        this.task = task;
        this.network = task.denoiser().network();
        this.captures = NoiseFlowTask.captures(task.data());
        this.seed = new Seed(task.plan().seed());
        List<PairEntry> entries = task.data().validation().stream()
                .filter(entry -> captures.contains(entry.capture()))
                .toList();
        this.held = ValidationCrops.centres(entries, task.data().cache(), MOST_PAIRS, LARGEST_SIDE);
    }

    /**
     * Trains, and writes both models, and checkpoints on the way. A run that was killed at any moment and resumed gives the same bytes as an
     * uninterrupted one, on one machine and with one number of threads.
     *
     * @throws DivergedException if the loss leaves all bounds
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public static TrainingResult train(Noise2NoiseFlowTask task, Monitor monitor) {
        StepClock clock = new StepClock(task.plan().minutes());
        return new Trainer<>(new Noise2NoiseFlowTrainer(task), monitor).run(clock);
    }

    @Override
    public String name() {
        return "train noise2noise-flow";
    }

    @Override
    public TrainTask task() {
        return task;
    }

    /** The flow's, then the denoiser's; their names differ. */
    @Override
    public List<ParameterSlot> slots() {
        List<ParameterSlot> slots = new ArrayList<>(task.spec().slots());
        slots.addAll(network.parameters());
        return List.copyOf(slots);
    }

    @Override
    public Weights initial() {
        Map<Capture, NoiseStatistics> statistics = new TreeMap<>();
        for (PairEntry entry : task.data().training()) {
            NoisyPair shots = task.data().cache().load(entry);
            statistics.computeIfAbsent(entry.capture(), NoiseStatistics::new).add(TwoShots.of(shots));
        }
        TreeMap<Capture, NoiseLevel> levels = new TreeMap<>();
        statistics.forEach((capture, sums) -> levels.put(capture, HeteroscedasticFit.fit(sums)));
        Map<String, StoredTensor> all = new TreeMap<>(
                task.spec().start(levels, seed.child("initialisation")).tensors());
        all.putAll(Initialisation.of(network, seed.child("denoiser")).tensors());
        return Weights.of(all);
    }

    @Override
    public Objective<FlowBatch> objective(Parameters parameters) {
        NoiseFlow flow = Scope.keep(() -> new NoiseFlow(task.spec(), parameters, Mode.TRAIN));
        Noise2NoiseFlowLoss loss = loss(flow, parameters, Mode.TRAIN);
        return (batch, progress, own) -> loss.of(
                        batch.tensor(batch.noisy(), task.device()),
                        batch.tensor(batch.clean(), task.device()),
                        batch.captures(captures))
                .total();
    }

    private Noise2NoiseFlowLoss loss(NoiseFlow flow, Parameters parameters, Mode mode) {
        return new Noise2NoiseFlowLoss(
                flow, x -> TorchLowering.forward(network, parameters, x, mode), task.denoiserWeight());
    }

    @Override
    public Batches<FlowBatch> batches(int poolImages) {
        return new FlowBatches(
                EntryPool.of(task.data(), task.plan(), poolImages),
                task.data().cache()::load,
                new FlowInput(task.spec().channels(), 0, 0, false, captures),
                EdgeMask.defaults(),
                Optional.empty(),
                task.plan().batchSize(),
                task.data().patchSize(task.plan()),
                seed.child("patches"));
    }

    @Override
    public List<String> figureNames() {
        return List.of("validationNllNatsPerDim", "validationShotError");
    }

    @Override
    public Map<String, Double> lossFigures(double lossMean) {
        return Map.of("lossMean", lossMean);
    }

    @Override
    public Optional<History.Validation> validate(long step, Weights averaged) {
        if (held.isEmpty()) {
            return Optional.empty();
        }
        double[] sums = new double[2];
        Scope.run(() -> NoGrad.run(() -> {
            Parameters frozen = Parameters.frozen(slots(), averaged, task.device(), DType.FLOAT32);
            Noise2NoiseFlowLoss loss = loss(new NoiseFlow(task.spec(), frozen, Mode.EVAL), frozen, Mode.EVAL);
            for (NoisyPair pair : held) {
                Scope.run(() -> {
                    Noise2NoiseFlowLoss.Cost cost = loss.of(
                            one(pair.noisy().toArray(), pair),
                            one(pair.clean().toArray(), pair),
                            List.of(pair.capture()));
                    sums[0] += cost.nllNatsPerDim().item() / held.size();
                    sums[1] += cost.squaredError().item() / held.size();
                });
            }
            return null;
        }));
        return Optional.of(new History.Validation(step, List.of(sums[0], sums[1])));
    }

    private Tensor one(float[] values, NoisyPair pair) {
        return Tensor.of(
                        values,
                        1,
                        pair.clean().channels(),
                        pair.clean().height(),
                        pair.clean().width())
                .to(task.device());
    }

    @Override
    public List<String> notes() {
        return task.data().notes(task.plan());
    }

    @Override
    public ModelFile<?> model(Weights weights, long steps, History history) {
        return file(task.spec(), captures, task.spec().slots(), weights, provenance(steps, history));
    }

    @Override
    public Map<Path, ModelFile<?>> companions(Weights weights, long steps, History history) {
        return Map.of(
                task.denoiserOut(),
                file(task.denoiser(), List.of(), network.parameters(), weights, provenance(steps, history)));
    }

    private ModelFile<?> file(
            ModelSpec spec,
            List<Capture> vocabulary,
            List<ParameterSlot> slots,
            Weights weights,
            Provenance provenance) {
        Map<String, StoredTensor> own = new TreeMap<>();
        slots.forEach(slot -> own.put(slot.name(), weights.get(slot.name())));
        return new ModelFile<>(spec, vocabulary, Units.of(task.data().domain()), provenance, Weights.of(own));
    }

    private Provenance provenance(long steps, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", "noise2noise-flow");
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        job.put("denoiserWeight", task.denoiserWeight());
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("steps", (double) steps);
        metrics.put("lossMean", history.recentLoss(RECENT));
        history.lastValidation().ifPresent(last -> {
            metrics.put("validationNllNatsPerDim", last.figures().get(0));
            metrics.put("validationShotError", last.figures().get(1));
        });
        return Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
    }
}
