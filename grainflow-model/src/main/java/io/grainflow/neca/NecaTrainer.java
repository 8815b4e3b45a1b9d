package io.grainflow.neca;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.LikeSampling;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
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
import io.grainflow.train.Validator;
import io.grainflow.train.adversarial.SampleValidation;
import io.grainflow.train.data.FlowBatch;
import io.grainflow.train.data.ValidationCrops;
import io.grainflow.train.divergence.CriticCollapse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Trains NeCA (CVPR 2023): gain and levels by statistics of the real noise, the correlation network against two critics. If each camera
 * has networks of its own, step t trains those of camera t mod K with pairs of this camera.
 */
public final class NecaTrainer implements TrainingSystem<FlowBatch> {
    private static final int RECENT = 100;

    private final NecaTask task;
    private final List<Capture> captures;
    private final List<NecaSet> sets;
    private final Seed seed;

    private NecaTrainer(NecaTask task) {
        this.task = task;
        this.captures = NecaTask.captures(task.data());
        this.sets = IntStream.range(0, task.spec().sets())
                .mapToObj(set -> NecaSet.of(task.spec(), task.objective(), set, task.patchSize()))
                .toList();
        this.seed = new Seed(task.plan().seed());
    }

    /**
     * Trains, and writes NeCA-W, NeCA-S and checkpoints on the way. A run that was killed at any moment and resumed gives the same bytes
     * as an uninterrupted one, on one machine and with one number of threads.
     *
     * @throws DivergedException if a loss is not finite, or the critics no longer tell real from generated noise
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public static TrainingResult train(NecaTask task, Monitor monitor) {
        StepClock clock = new StepClock(task.plan().minutes());
        return new Trainer<>(new NecaTrainer(task).training(), monitor).run(clock);
    }

    private TrainingTask<FlowBatch> training() {
        return new TrainingTask<>(
                "train neca",
                task.request(),
                this,
                poolImages -> NecaBatches.of(task, captures, poolImages, seed.child("patches")),
                LossReport.of(NecaStep.names(task.objective()), CriticCollapse::new),
                validation(),
                new Publication(true, this::models),
                task.data().notes(task.plan()));
    }

    /** NeCA-W imitates held-out pairs. */
    private Validator validation() {
        List<NoisyPair> pairs = ValidationCrops.centres(
                task.data(), captures, SampleValidation.MOST_PAIRS, SampleValidation.LARGEST_SIDE);
        return new SampleValidation(pairs, this::imitating, NecaTrainer::imitation, false, seed.child("validation"));
    }

    private NoiseModel imitating(Weights averaged) {
        return new NecaNoise(
                task.spec(), List.of(), networks(averaged), task.request().inference());
    }

    private static Image imitation(NoiseModel model, NoisyPair pair, Seed own) {
        return ((NecaNoise) model).sampleLike(pair.clean(), pair.clean(), pair.noisy(), LikeSampling.noiseAware(), own);
    }

    @Override
    public List<ParameterGroup> groups() {
        return sets.stream()
                .flatMap(set -> set.groups(task.plan(), task.objective()).stream())
                .toList();
    }

    @Override
    public Weights initial() {
        Seed own = seed.child("initialisation");
        Map<String, StoredTensor> start = new TreeMap<>(task.spec().start(own).tensors());
        sets.forEach(set -> start.putAll(set.opponents(task.spec().channels(), task.objective(), own)));
        return Weights.of(start);
    }

    @Override
    public TrainingStep<FlowBatch> step(Parameters parameters) {
        List<NecaStep> steps = sets.stream()
                .map(set -> new NecaStep(set, task.objective(), parameters))
                .toList();
        return (batch, context) -> {
            int set = (int) (context.step() % steps.size());
            long number = context.step() / steps.size();
            NecaDraws draws = NecaDraws.of(
                    context.seed(), task.device(), batch.count(), batch.channels(), batch.size(), batch.size());
            return steps.get(set)
                    .run(
                            batch.tensor(batch.clean(), task.device()),
                            batch.tensor(batch.noisy(), task.device()),
                            draws,
                            number,
                            context);
        };
    }

    /** NeCA-S, then NeCA-W. */
    private List<Publication.Target> models(Weights averaged, long steps, History history) {
        NecaSpec whole = task.spec();
        NecaSpec simplified = whole.with(NecaSpec.Form.SIMPLIFIED);
        Weights gains = NecaGains.added(
                whole, networks(averaged), task.data(), captures, task.request().inference());
        Provenance provenance = provenance(steps, history);
        Units units = Units.of(task.data().domain());
        List<Capture> known = simplified.needsCapture() ? captures : List.of();
        return List.of(
                new Publication.Target(
                        NecaTask.simplified(task.out()),
                        new ModelFile<>(simplified, known, units, provenance, own(simplified, averaged))),
                new Publication.Target(task.out(), new ModelFile<>(whole, captures, units, provenance, gains)));
    }

    private Weights networks(Weights averaged) {
        return own(task.spec(), averaged);
    }

    private static Weights own(NecaSpec spec, Weights all) {
        Map<String, StoredTensor> own = new TreeMap<>();
        spec.slots().forEach(slot -> own.put(slot.name(), all.get(slot.name())));
        return Weights.of(own);
    }

    private Provenance provenance(long steps, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", "neca");
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        job.put("objective", ModelJson.tree(task.objective()));
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("steps", (double) steps);
        history.recentLosses(RECENT).toMap().forEach((name, value) -> {
            if (Double.isFinite(value)) {
                metrics.put(name, value);
            }
        });
        history.lastValidation().ifPresent(last -> metrics.putAll(last.figures().toMap()));
        return Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
    }
}
