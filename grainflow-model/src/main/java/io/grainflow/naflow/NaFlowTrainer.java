package io.grainflow.naflow;

import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.train.DivergedException;
import io.grainflow.train.History;
import io.grainflow.train.StepClock;
import io.grainflow.train.TrainTask;
import io.grainflow.train.Trainee;
import io.grainflow.train.Trainer;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.EntryPool;
import io.grainflow.train.data.FlowBatch;
import io.grainflow.train.data.FlowBatches;
import io.grainflow.train.data.FlowInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Trains NAFlow (Kim, Jung, Baik, Kim, ICLR 2024) by maximum likelihood. */
public final class NaFlowTrainer implements Trainee<FlowBatch> {
    private static final int RECENT = 100;
    /** Patches that ActNorms are initialised from: the deepest level has few positions in each. */
    private static final int FIRST_PATCHES = 64;
    /** A number that no step of a training has. */
    private static final long FIRST_LOOK = -1;

    private final NaFlowTask task;
    private final List<Capture> vocabulary;
    private final NaFlowValidation validation;
    private final Seed seed;

    private NaFlowTrainer(NaFlowTask task) {
        this.task = task;
        this.vocabulary = task.vocabulary();
        this.seed = new Seed(task.plan().seed());
        this.validation = new NaFlowValidation(task.data(), seed.child("validation"));
    }

    /**
     * Trains, and writes the model and checkpoints on the way. A run that was killed at any moment and resumed gives the same bytes
     * as an uninterrupted one, on one machine and with one number of threads.
     *
     * @throws DivergedException if the loss leaves all bounds
     * @throws InputException if there is a checkpoint of another training, or a file cannot be read or written
     */
    public static TrainingResult train(NaFlowTask task, Monitor monitor) {
        StepClock clock = new StepClock(task.plan().minutes());
        return new Trainer<>(new NaFlowTrainer(task), monitor).run(clock);
    }

    @Override
    public String name() {
        return "train naflow";
    }

    @Override
    public TrainTask task() {
        return task;
    }

    @Override
    public List<ParameterSlot> slots() {
        return task.spec().slots(vocabulary.size());
    }

    @Override
    public Weights initial() {
        if (task.from().isPresent()) {
            return CaptureAdaptation.added(task.from().get().file(), vocabulary, task.data(), task.inference());
        }
        Weights random = task.spec().start(vocabulary.size(), seed.child("initialisation"));
        FlowBatch batch = batches(
                        Integer.MAX_VALUE, Math.max(FIRST_PATCHES, task.plan().batchSize()))
                .at(FIRST_LOOK);
        return Scope.heap(() -> NoGrad.run(() -> {
            Parameters parameters = Parameters.trainable(slots(), random, task.device(), DType.FLOAT32);
            objective(parameters).initialise(batch);
            return parameters.toHeap();
        }));
    }

    @Override
    public NaFlowLikelihood objective(Parameters parameters) {
        return new NaFlowLikelihood(task.spec(), Scope.keep(() -> new NaFlow(task.spec(), parameters)), task.device());
    }

    @Override
    public Batches<FlowBatch> batches(int poolImages) {
        return batches(poolImages, task.plan().batchSize());
    }

    private Batches<FlowBatch> batches(int poolImages, int batchSize) {
        return new FlowBatches(
                EntryPool.of(task.data(), task.plan(), poolImages),
                task.data().cache()::load,
                input(),
                task.mask(),
                replay(),
                batchSize,
                task.patchSize(),
                seed.child("patches"));
    }

    private FlowInput input() {
        NaFlowSpec spec = task.spec();
        return new FlowInput(
                spec.channels(),
                spec.conditionNoise(),
                spec.quantisationLevels(),
                true,
                spec.gaussianPerCapture() ? vocabulary : List.of());
    }

    /** Adapting a model must not make it forget: half of what it sees then is its own noise. */
    private Optional<FlowBatches.Replay> replay() {
        return task.from()
                .map(origin -> new FlowBatches.Replay(
                        NaFlowNoise.of(origin.file(), task.inference()),
                        origin.file().vocabulary()));
    }

    @Override
    public List<String> figureNames() {
        return List.of("validationBitsPerDim", "validationKld");
    }

    @Override
    public Map<String, Double> lossFigures(double lossMean) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double channels = task.spec().channels();
        double levelBits = Math.log(task.spec().quantisationLevels()) / Math.log(2);
        figures.put("bitsPerDim", lossMean / channels);
        figures.put("nllPublished", lossMean - (channels - 1) * levelBits);
        return figures;
    }

    @Override
    public Optional<History.Validation> validate(long step, Weights averaged) {
        // weights that are no numbers any more show in the next loss, which ends the training with its last good
        // checkpoint
        if (validation.empty() || !averaged.finite()) {
            return Optional.empty();
        }
        try (NaFlowNoise model = new NaFlowNoise(task.spec(), vocabulary, averaged, task.inference())) {
            return Optional.of(validation.measure(step, model, task.spec().quantisationLevels()));
        }
    }

    @Override
    public List<String> notes() {
        return task.data().notes(task.plan());
    }

    @Override
    public ModelFile<?> model(Weights weights, long steps, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", "naflow");
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        job.put("mask", ModelJson.tree(task.mask()));
        job.put("from", task.from().map(NaFlowTask.Origin::fingerprint).orElse("none"));
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("steps", (double) steps);
        metrics.put("bitsPerDim", history.recentLoss(RECENT) / task.spec().channels());
        history.lastValidation().ifPresent(last -> {
            metrics.put("validationBitsPerDim", last.figures().get(0));
            metrics.put("validationKld", last.figures().get(1));
        });
        Provenance provenance =
                Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
        return new ModelFile<>(task.spec(), vocabulary, Units.of(task.data().domain()), provenance, weights);
    }
}
