package io.grainflow.nmflowgan;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
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
import io.grainflow.tensor.AdamSettings;
import io.grainflow.train.DivergedException;
import io.grainflow.train.History;
import io.grainflow.train.LearningRate;
import io.grainflow.train.LossReport;
import io.grainflow.train.ParameterGroup;
import io.grainflow.train.Publication;
import io.grainflow.train.StepClock;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.Trainer;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.TrainingStep;
import io.grainflow.train.TrainingSystem;
import io.grainflow.train.TrainingTask;
import io.grainflow.train.adversarial.SampleValidation;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.EdgeMask;
import io.grainflow.train.data.EntryPool;
import io.grainflow.train.data.FlowBatch;
import io.grainflow.train.data.FlowBatches;
import io.grainflow.train.data.FlowInput;
import io.grainflow.train.data.ValidationCrops;
import io.grainflow.train.divergence.CriticCollapse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains NM-FlowGAN (arXiv 2312.10112): the flow by likelihood, the generator against a critic. Models are written at every validation, from
 * averaged weights; the critic is kept in checkpoints alone.
 */
public final class NmFlowGanTrainer implements TrainingSystem<FlowBatch> {
    private static final int RECENT = 100;

    private final NmFlowGanTask task;
    private final List<Capture> captures;
    private final Network critic;
    private final Seed seed;

    private NmFlowGanTrainer(NmFlowGanTask task) {
        this.task = task;
        this.captures = NmFlowGanTask.captures(task.data());
        this.critic = task.critic();
        this.seed = new Seed(task.plan().seed());
    }

    /**
     * Trains, and writes the model and checkpoints on the way. A run that was killed at any moment and resumed gives the same bytes
     * as an uninterrupted one, on one machine and with one number of threads.
     *
     * @throws DivergedException if a loss is not finite, or the critic no longer separates real from generated noise
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public static TrainingResult train(NmFlowGanTask task, Monitor monitor) {
        StepClock clock = new StepClock(task.plan().minutes());
        return new Trainer<>(new NmFlowGanTrainer(task).training(), monitor).run(clock);
    }

    private TrainingTask<FlowBatch> training() {
        return new TrainingTask<>(
                "train nm-flowgan",
                task.request(),
                this,
                this::batches,
                LossReport.of(
                        List.of(
                                NmFlowGanStep.GAP,
                                NmFlowGanStep.PENALTY,
                                NmFlowGanStep.GENERATOR_LOSS,
                                NmFlowGanStep.NLL),
                        CriticCollapse::new),
                SampleValidation.byCapture(
                        ValidationCrops.centres(
                                task.data(), captures, SampleValidation.MOST_PAIRS, SampleValidation.LARGEST_SIDE),
                        weights -> task.spec()
                                .build(captures, own(weights), task.request().inference()),
                        true,
                        seed.child("validation")),
                new Publication(
                        true,
                        (weights, steps, history) ->
                                List.of(new Publication.Target(task.out(), model(weights, steps, history)))),
                task.data().notes(task.plan()));
    }

    @Override
    public List<ParameterGroup> groups() {
        TrainPlan plan = task.plan();
        NmFlowGanSchedule schedule = task.schedule();
        return List.of(
                ParameterGroup.of(NmFlowGanStep.FLOW, task.spec().flowSlots(), plan),
                adversarial(
                        NmFlowGanStep.GENERATOR,
                        task.spec().generatorSlots(),
                        schedule.generatorLearningRate(),
                        plan.emaDecay()),
                adversarial(NmFlowGanStep.CRITIC, critic.parameters(), schedule.criticLearningRate(), 0));
    }

    /** A group whose learning rate follows the plan's schedule. */
    private ParameterGroup adversarial(String name, List<ParameterSlot> slots, double rate, double averaging) {
        TrainPlan plan = task.plan();
        NmFlowGanSchedule schedule = task.schedule();
        AdamSettings adam = new AdamSettings(
                schedule.adversarialBeta1(),
                schedule.adversarialBeta2(),
                AdamSettings.defaults().epsilon(),
                0);
        double share = rate / plan.learningRate();
        LearningRate course = (step, steps) -> share * plan.learningRateAt(step, steps);
        return new ParameterGroup(name, slots, adam, course, plan.gradientClip(), averaging);
    }

    @Override
    public Weights initial() {
        List<ParameterSlot> slots = new ArrayList<>(task.spec().slots());
        slots.addAll(critic.parameters());
        Weights published = NmFlowGanInitialisation.published(slots, seed.child("initialisation"));
        return task.schedule().measuredStart()
                ? NmFlowGanInitialisation.measured(task.spec(), critic, published, levels(), seed.child("generator"))
                : published;
    }

    private SortedMap<Capture, NoiseLevel> levels() {
        Map<Capture, NoiseStatistics> statistics = new TreeMap<>();
        for (PairEntry entry : task.data().training()) {
            statistics
                    .computeIfAbsent(entry.capture(), NoiseStatistics::new)
                    .add(task.data().cache().load(entry));
        }
        SortedMap<Capture, NoiseLevel> levels = new TreeMap<>();
        statistics.forEach((capture, sums) -> levels.put(capture, HeteroscedasticFit.fit(sums)));
        return levels;
    }

    @Override
    public TrainingStep<FlowBatch> step(Parameters parameters) {
        return new NmFlowGanStep(task.spec(), task.schedule(), captures, critic, parameters);
    }

    private Batches<FlowBatch> batches(int poolImages) {
        return new FlowBatches(
                EntryPool.of(task.data(), task.plan(), poolImages),
                task.data().cache()::load,
                new FlowInput(task.spec().channels(), 0, 0, task.schedule().turned(), captures),
                EdgeMask.defaults(),
                Optional.empty(),
                task.plan().batchSize(),
                task.patchSize(),
                seed.child("patches"));
    }

    /** The model's weights, without the critic. */
    private Weights own(Weights all) {
        Map<String, StoredTensor> own = new TreeMap<>();
        task.spec().slots().forEach(slot -> own.put(slot.name(), all.get(slot.name())));
        return Weights.of(own);
    }

    private ModelFile<?> model(Weights weights, long steps, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", "nm-flowgan");
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        job.put("schedule", ModelJson.tree(task.schedule()));
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("steps", (double) steps);
        history.recentLosses(RECENT).list().stream()
                .filter(loss -> Double.isFinite(loss.value()))
                .forEach(loss -> metrics.put(loss.name(), loss.value()));
        history.lastValidation().ifPresent(last -> metrics.putAll(last.figures().toMap()));
        Provenance provenance =
                Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
        return new ModelFile<>(task.spec(), captures, Units.of(task.data().domain()), provenance, own(weights));
    }
}
