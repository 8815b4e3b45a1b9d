package io.grainflow.noiseflow.sampling;

import io.grainflow.concurrent.WorkerPool;
import io.grainflow.image.Image;
import io.grainflow.noiseflow.layer.FoldedCoupling;
import io.grainflow.random.RandomField;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * From latent to noise in one pass: each row goes through all layers while it is in the cache, bands of rows on all cores. The result
 * depends on neither the bands nor the threads: random numbers are functions of the seed and the position, and a band is computed together
 * with the rows around it that its receptive field covers.
 */
public final class FusedSampler {
    /** Receptive radius of a coupling in rows. */
    private static final int RADIUS = 2;

    private final List<Step> steps;
    private final int[] order;
    private final int threads;

    /** A layer in the direction from latent to noise. */
    public sealed interface Step {
        /** The inverse of an affine coupling. */
        record Uncouple(FoldedCoupling network) implements Step {}

        /** A 1x1 convolution by a matrix [C,C]. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Mix(double[] matrix) implements Step {}

        /** Multiplication by sqrt(slope * signal + floor). */
        record ScaleBySignal(double slope, double floor) implements Step {}
    }

    /**
     * A sampler.
     *
     * @param steps from the latent to the noise
     * @param order plane of the image for each channel of the flow, an even number of them
     * @param threads at least 1
     */
    public FusedSampler(List<Step> steps, int[] order, int threads) {
        this.steps = List.copyOf(steps);
        this.order = order.clone();
        this.threads = threads;
    }

    /**
     * Adds noise to an image.
     *
     * @param clean packed [C,H,W], or a mosaic [1,2H,2W] where C is 4
     * @param latent standard normal numbers as a function of the position in the packed image
     */
    public Image sampleNoisy(Image clean, RandomField latent, double temperature) {
        PlaneRows planes = new PlaneRows(clean, order, clean.channels() == order.length ? 1 : 2);
        float[] output = new float[clean.size()];
        int bands = Math.max(1, Math.min(threads, planes.height() / (8 * RADIUS * Math.max(1, couplings()))));
        List<Callable<Void>> work = new ArrayList<>();
        for (int band = 0; band < bands; band++) {
            int from = (int) ((long) planes.height() * band / bands);
            int to = (int) ((long) planes.height() * (band + 1) / bands);
            work.add(() -> {
                sample(planes, latent, temperature, from, to, output);
                return null;
            });
        }
        if (bands == 1) {
            sample(planes, latent, temperature, 0, planes.height(), output);
        } else {
            run(work);
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), output);
    }

    private int couplings() {
        return (int)
                steps.stream().filter(step -> step instanceof Step.Uncouple).count();
    }

    private void sample(PlaneRows planes, RandomField latent, double temperature, int from, int to, float[] output) {
        int halo = RADIUS * couplings();
        int first = Math.max(0, from - halo);
        int end = Math.min(planes.height(), to + halo);
        Rows pipeline = pipeline(planes, first, new Sink(planes, from, to, output));
        float[][] row = new float[order.length][planes.width()];
        for (int y = first; y < end; y++) {
            for (int c = 0; c < row.length; c++) {
                long place = planes.place(c, y);
                float[] values = row[c];
                for (int x = 0; x < values.length; x++) {
                    values[x] = (float) (temperature * latent.normal(place + x));
                }
            }
            pipeline.push(row, y);
        }
        pipeline.finish();
    }

    private Rows pipeline(PlaneRows planes, int first, Rows sink) {
        Rows next = sink;
        for (int i = steps.size() - 1; i >= 0; i--) {
            next = rows(steps.get(i), planes, first, next);
        }
        return next;
    }

    private Rows rows(Step step, PlaneRows planes, int first, Rows next) {
        if (step instanceof Step.Uncouple coupling) {
            CouplingKernel kernel = new CouplingKernel(coupling.network());
            return new CouplingRows(kernel, planes.height(), planes.width(), first, next);
        }
        if (step instanceof Step.Mix mix) {
            return new MixRows(mix.matrix(), order.length, planes.width(), next);
        }
        Step.ScaleBySignal scale = (Step.ScaleBySignal) step;
        return new SignalScaleRows(scale.slope(), scale.floor(), planes, next);
    }

    /** The last stage, which adds the noise to the image. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sink(PlaneRows planes, int from, int to, float[] output) implements Rows {
        @Override
        public void push(float[][] row, int y) {
            if (y >= from && y < to) {
                for (int c = 0; c < row.length; c++) {
                    planes.addTo(row[c], c, y, output);
                }
            }
        }

        @Override
        public void finish() {}
    }

    private static void run(List<Callable<Void>> work) {
        try (WorkerPool pool = new WorkerPool("synthesis", work.size())) {
            pool.inOrder(work, work.size(), done -> {});
        }
    }
}
