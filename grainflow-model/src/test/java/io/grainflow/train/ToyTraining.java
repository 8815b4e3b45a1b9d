package io.grainflow.train;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.parametric.GaussianSpec;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.SyntheticPairs;
import io.grainflow.train.data.TrainingData;
import io.grainflow.train.divergence.LossRise;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A system with a single parameter, which learns the mean of its batches. Its validation measures the parameter's distance from zero. */
record ToyTraining(TrainingRequest request, boolean whileTraining, Batches<float[]> batches)
        implements TrainingSystem<float[]>, Validator {
    static final Capture CAPTURE = Capture.of("toy", 100);

    static TrainingRequest request(Path out, Map<String, String> settings, ResumePolicy start) {
        TrainPlan plan = RecordSettings.with(TrainPlan.defaults().withThreads(1), settings);
        TrainingData data = TrainingData.read(
                SyntheticPairs.of(1, 1, 16, 0.1),
                SyntheticPairs.of(1, 1, 16, 0.1),
                "toy",
                1 << 20,
                1,
                Monitor.silent());
        return new TrainingRequest(
                plan,
                data,
                out,
                start,
                Device.CPU,
                TrainingIdentity.of(plan, data, Device.CPU).parts());
    }

    TrainingTask<float[]> task() {
        return new TrainingTask<>(
                "train toy",
                request,
                this,
                poolImages -> batches,
                LossReport.of(
                        List.of("lossMean"), () -> new LossRise(request.plan().divergenceFactor())),
                this,
                new Publication(
                        whileTraining,
                        (averaged, steps, history) -> List.of(new Publication.Target(
                                request.out(), model(averaged.get("w").toFloats()[0], steps)))),
                List.of("a toy"));
    }

    static ModelFile<GaussianSpec> model(double value, long steps) {
        return GaussianSpec.file(
                Map.of(CAPTURE, new double[] {1 + Math.abs(value)}),
                Units.of(PixelDomain.SRGB),
                Provenance.of(Map.of(), 0, "toy", Map.of("steps", (double) steps)));
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(ParameterGroup.of(
                "number", List.of(ParameterSlot.of("w", ParameterSlot.Role.FREE, 1)), request.plan()));
    }

    @Override
    public Weights initial() {
        return Weights.of(Map.of("w", StoredTensor.ofFloats(new float[] {3}, 1)));
    }

    @Override
    public TrainingStep<float[]> step(Parameters parameters) {
        return TrainingStep.lowering(
                "number",
                "lossMean",
                (batch, progress, seed) -> Tensor.of(batch, batch.length)
                        .sub(parameters.get("w"))
                        .square()
                        .mean());
    }

    @Override
    public List<String> figures() {
        return List.of("distance");
    }

    @Override
    public Optional<Metrics> measure(Weights averaged) {
        return Optional.of(Metrics.of("distance", Math.abs(averaged.get("w").toFloats()[0])));
    }
}
