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
import io.grainflow.train.LossReport;
import io.grainflow.train.Metrics;
import io.grainflow.train.ParameterGroup;
import io.grainflow.train.Publication;
import io.grainflow.train.StepClock;
import io.grainflow.train.Trainer;
import io.grainflow.train.TrainingRequest;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.TrainingStep;
import io.grainflow.train.TrainingSystem;
import io.grainflow.train.TrainingTask;
import io.grainflow.train.data.Batches;
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

/** Trains NAFlow (Kim, Jung, Baik, Kim, ICLR 2024) by maximum likelihood. */
public final class NaFlowTrainer implements TrainingSystem<FlowBatch>, AutoCloseable {
    private static final String GROUP = "flow";
    private static final String LOSS = "bitsPerPixel";
    private static final int RECENT = 100;
    /** Number of patches that initialise the ActNorms: many, because each has few positions at the deepest level. */
    private static final int FIRST_PATCHES = 64;
    /** Seed number of the initialisation batch, which no training step uses. */
    private static final long FIRST_LOOK = -1;

    private final NaFlowTask task;
    private final List<Capture> vocabulary;
    private final Seed seed;
    /** The earlier model, whose noise is replayed during the training. */
    private final Optional<NaFlowNoise> earlier;

    private NaFlowTrainer(NaFlowTask task) {
        this.task = task;
        this.vocabulary = task.vocabulary();
        this.seed = new Seed(task.plan().seed());
        this.earlier = task.from()
                .map(origin -> NaFlowNoise.of(origin.file(), task.request().inference()));
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
        try (NaFlowTrainer trainer = new NaFlowTrainer(task)) {
            return new Trainer<>(trainer.training(), monitor).run(clock);
        }
    }

    @Override
    public void close() {
        earlier.ifPresent(NaFlowNoise::close);
    }

    private TrainingTask<FlowBatch> training() {
        TrainingRequest request = task.request();
        return new TrainingTask<>(
                "train naflow",
                request,
                this,
                poolImages -> batches(poolImages, task.plan().batchSize()),
                new LossReport(
                        List.of(LOSS),
                        this::shown,
                        () -> new LossRise(task.plan().divergenceFactor())),
                new NaFlowValidation(task, vocabulary, seed.child("validation")),
                Publication.atEnd((weights, steps, history) ->
                        List.of(new Publication.Target(task.out(), model(weights, steps, history)))),
                task.data().notes(task.plan()));
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(ParameterGroup.of(GROUP, slots(), task.plan()));
    }

    private List<ParameterSlot> slots() {
        return task.spec().slots(vocabulary.size());
    }

    @Override
    public Weights initial() {
        if (task.from().isPresent()) {
            return CaptureAdaptation.added(
                    task.from().get().file(),
                    vocabulary,
                    task.data(),
                    task.request().inference());
        }
        Weights random = task.spec().start(vocabulary.size(), seed.child("initialisation"));
        FlowBatch batch = batches(
                        Integer.MAX_VALUE, Math.max(FIRST_PATCHES, task.plan().batchSize()))
                .at(FIRST_LOOK);
        return Scope.heap(() -> NoGrad.run(() -> {
            Parameters parameters = Parameters.trainable(slots(), random, task.device(), DType.FLOAT32);
            likelihood(parameters).initialise(batch);
            return parameters.toHeap();
        }));
    }

    @Override
    public TrainingStep<FlowBatch> step(Parameters parameters) {
        return TrainingStep.lowering(GROUP, LOSS, likelihood(parameters));
    }

    private NaFlowLikelihood likelihood(Parameters parameters) {
        return new NaFlowLikelihood(task.spec(), Scope.keep(() -> new NaFlow(task.spec(), parameters)), task.device());
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

    /** Adaptation must not make the model forget earlier captures: half of the patches carry noise that the earlier model generates. */
    private Optional<FlowBatches.Replay> replay() {
        return earlier.map(model ->
                new FlowBatches.Replay(model, task.from().orElseThrow().file().vocabulary()));
    }

    /** Bits per value, and the negative log-likelihood in the unit of the released code. */
    private Metrics shown(Metrics losses) {
        double mean = losses.get(LOSS);
        double channels = task.spec().channels();
        double levelBits = Math.log(task.spec().quantisationLevels()) / Math.log(2);
        return Metrics.of("bitsPerDim", mean / channels).and("nllPublished", mean - (channels - 1) * levelBits);
    }

    private ModelFile<?> model(Weights weights, long steps, History history) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("train", "naflow");
        job.put("origin", new TreeMap<>(task.origin()));
        job.put("plan", ModelJson.tree(task.plan()));
        job.put("mask", ModelJson.tree(task.mask()));
        job.put("from", task.from().map(NaFlowTask.Origin::fingerprint).orElse("none"));
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("steps", (double) steps);
        metrics.put("bitsPerDim", history.recentLoss(RECENT) / task.spec().channels());
        history.lastValidation().ifPresent(last -> metrics.putAll(last.figures().toMap()));
        Provenance provenance =
                Provenance.of(job, task.plan().seed(), task.data().fingerprint(), metrics);
        return new ModelFile<>(task.spec(), vocabulary, Units.of(task.data().domain()), provenance, weights);
    }
}
