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
import java.util.Optional;
import java.util.TreeMap;

/** Trains a Noise Flow and a DnCNN together on pairs of noisy shots (Maleky, Kousha, Brown, Brubaker, CVPR 2022). */
public final class Noise2NoiseFlowTrainer implements TrainingSystem<FlowBatch> {
    private static final String GROUP = "flow and denoiser";
    private static final String LOSS = "lossMean";
    private static final int RECENT = 100;

    private final Noise2NoiseFlowTask task;
    private final Network network;
    private final List<Capture> captures;
    private final Seed seed;

    private Noise2NoiseFlowTrainer(Noise2NoiseFlowTask task) {
        this.task = task;
        this.network = task.denoiser().network();
        this.captures = NoiseFlowTask.captures(task.data());
        this.seed = new Seed(task.plan().seed());
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
        return new Trainer<>(new Noise2NoiseFlowTrainer(task).training(), monitor).run(clock);
    }

    private TrainingTask<FlowBatch> training() {
        return new TrainingTask<>(
                "train noise2noise-flow",
                task.request(),
                this,
                this::batches,
                LossReport.of(List.of(LOSS), () -> new LossRise(task.plan().divergenceFactor())),
                new ShotValidation(task, captures),
                Publication.atEnd(this::models),
                task.data().notes(task.plan()));
    }

    /** One optimiser for both networks, as released. */
    @Override
    public List<ParameterGroup> groups() {
        return List.of(ParameterGroup.of(GROUP, task.slots(), task.plan()));
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
    public TrainingStep<FlowBatch> step(Parameters parameters) {
        NoiseFlow flow = Scope.keep(() -> new NoiseFlow(task.spec(), parameters, Mode.TRAIN));
        Noise2NoiseFlowLoss loss = Noise2NoiseFlowLoss.of(task, flow, parameters, Mode.TRAIN);
        return TrainingStep.lowering(
                GROUP,
                LOSS,
                (batch, progress, own) -> loss.of(
                                batch.tensor(batch.noisy(), task.device()),
                                batch.tensor(batch.clean(), task.device()),
                                batch.captures(captures))
                        .total());
    }

    private Batches<FlowBatch> batches(int poolImages) {
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

    /** The noise model is written last, so that its file only exists if the denoiser's file does. */
    private List<Publication.Target> models(Weights weights, long steps, History history) {
        Provenance provenance = provenance(steps, history);
        return List.of(
                new Publication.Target(
                        task.denoiserOut(),
                        file(task.denoiser(), List.of(), network.parameters(), weights, provenance)),
                new Publication.Target(
                        task.out(), file(task.spec(), captures, task.spec().slots(), weights, provenance)));
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
        history.lastValidation().ifPresent(last -> metrics.putAll(last.figures().toMap()));
        return Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
    }
}
