package io.grainflow.dataset;

import io.grainflow.file.nifti.NiftiVolume;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The slices of a volume as clean images, each a scene of its own, divided by the volume's largest value. Slices without any value of at
 * least 5% of that are left out, because they show only air.
 */
final class VolumeSlices {
    private static final double AIR = 0.05;

    private VolumeSlices() {}

    /**
     * Reads the whole volume once to find its largest value.
     *
     * @throws InputException if it is damaged or has no positive value
     */
    static List<PairEntry> of(Path file) {
        try (NiftiVolume volume = NiftiVolume.open(file)) {
            float[] largest = new float[volume.count()];
            float white = 0;
            for (int i = 0; i < largest.length; i++) {
                largest[i] = largest(volume.read(i).image());
                white = Math.max(white, largest[i]);
            }
            if (white <= 0) {
                throw new InputException(file.toString(), "has no positive value", "give a volume with a signal");
            }
            List<PairEntry> slices = new ArrayList<>();
            for (int i = 0; i < largest.length; i++) {
                if (largest[i] >= AIR * white) {
                    slices.add(new Slice(file, i, white));
                }
            }
            return slices;
        }
    }

    private static float largest(Image slice) {
        FloatBuffer values = slice.values();
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < slice.size(); i++) {
            largest = Math.max(largest, values.get(i));
        }
        return largest;
    }

    /**
     * One slice.
     *
     * @param index from 0, in the order of the file
     * @param white the volume's value that becomes 1
     */
    private record Slice(Path file, int index, float white) implements PairEntry {
        @Override
        public String name() {
            return String.format(Locale.ROOT, "%s#%03d", file.getFileName(), index);
        }

        @Override
        public String scene() {
            return name();
        }

        @Override
        public Capture capture() {
            return PairedFolders.UNSPECIFIED;
        }

        @Override
        public NoisyPair load() {
            try (NiftiVolume volume = NiftiVolume.open(file)) {
                Image stored = volume.read(index).image();
                float[] values = stored.toArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] /= white;
                }
                Image image = Image.adopt(PixelDomain.LINEAR, stored.height(), stored.width(), values);
                return new NoisyPair(scene(), image, image, capture());
            }
        }
    }
}
