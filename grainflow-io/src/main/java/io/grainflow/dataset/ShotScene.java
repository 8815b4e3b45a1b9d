package io.grainflow.dataset;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Several noisy shots of a static scene. Decoded shots are cached by soft references. */
final class ShotScene {
    private final String name;
    private final Capture capture;
    private final List<Shot> shots;
    private final AtomicReferenceArray<SoftReference<Image>> decoded;

    /** @param shots at least two, in the order in which they were taken */
    ShotScene(String name, Capture capture, List<? extends Shot> shots) {
        this.name = name;
        this.capture = capture;
        this.shots = List.copyOf(shots);
        this.decoded = new AtomicReferenceArray<>(shots.size());
    }

    String name() {
        return name;
    }

    Capture capture() {
        return capture;
    }

    List<Shot> shots() {
        return shots;
    }

    /** A shot's picture. */
    Image load(int index) {
        SoftReference<Image> kept = decoded.get(index);
        Image image = kept == null ? null : kept.get();
        if (image == null) {
            image = shots.get(index).load();
            decoded.set(index, new SoftReference<>(image));
        }
        return image;
    }

    /** Mean of all other shots: the best available reference whose noise is independent of this shot. */
    Image meanOfOthers(int index) {
        Image like = load(index);
        double[] sums = new double[like.size()];
        for (int i = 0; i < shots.size(); i++) {
            if (i != index) {
                requireLike(like, i);
                float[] values = load(i).toArray();
                for (int k = 0; k < values.length; k++) {
                    sums[k] += values[k];
                }
            }
        }
        float[] mean = new float[sums.length];
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (float) (sums[k] / (shots.size() - 1));
        }
        return Image.adopt(like.domain(), like.height(), like.width(), mean);
    }

    /** @throws InputException if the shape of a shot differs from that of the image */
    void requireLike(Image image, int index) {
        Image other = load(index);
        if (!other.sameShape(image)) {
            throw new InputException(
                    name + "/" + shots.get(index).name(),
                    "is " + other + ", another shot of the scene is " + image,
                    "give frames of one size");
        }
    }

    /** Scenes of equal files are equal, so that a scene that is opened again shares the decoded shots. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ShotScene scene && name.equals(scene.name) && shots.equals(scene.shots);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + shots.hashCode();
    }

    /** The pairs of shots that a rule selects, each once. */
    List<int[]> pairs(Pairing pairing) {
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < shots.size(); i++) {
            int last = pairing.all() ? shots.size() - 1 : Math.min(shots.size() - 1, i + pairing.step());
            for (int j = pairing.all() ? i + 1 : i + pairing.step(); j <= last; j++) {
                pairs.add(new int[] {i, j});
            }
        }
        return pairs;
    }

    /**
     * The rule that selects pairs of shots.
     *
     * @param all whether all pairs are selected
     * @param step otherwise, the distance of the two shots
     */
    record Pairing(boolean all, int step) {}
}
