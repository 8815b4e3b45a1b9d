package io.grainflow.export;

import io.grainflow.file.AtomicFile;
import io.grainflow.image.Image;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.MriSpec;
import io.grainflow.problem.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A denoiser as a package of bioimage.io, format 0.5: the network as ONNX, what it takes and gives, an example to test it with, its
 * paper, its licence and a page about it. Equal models and terms give equal bytes.
 */
public final class BioimagePackage {
    static final String DESCRIPTION = "rdf.yaml";
    static final String WEIGHTS = "weights.onnx";
    static final String TEST_INPUT = "test_input.npy";
    static final String TEST_OUTPUT = "test_output.npy";
    static final String COVER = "cover.png";
    static final String DOCUMENTATION = "README.md";

    private final OnnxModel onnx;
    private final SortedMap<String, byte[]> files;

    private BioimagePackage(OnnxModel onnx, SortedMap<String, byte[]> files) {
        this.onnx = onnx;
        this.files = files;
    }

    /**
     * Of a denoiser that is nothing but its network.
     *
     * @param where what users know the model by
     * @param threads that compute its example
     * @throws InputException if it is more than a network
     */
    public static BioimagePackage of(
            String where, ModelFile<? extends DenoiserSpec> file, PackageTerms terms, int threads) {
        if (file.spec() instanceof MriSpec) {
            throw new InputException(
                    where,
                    "restores by its network and by putting measured frequencies back, which bioimage.io packages cannot tell",
                    "export the network alone with --to onnx");
        }
        OnnxModel onnx = OnnxModel.of(file);
        Sizes sizes = Sizes.of(onnx);
        Example example = Example.of(file, sizes.test(), threads);
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(WEIGHTS, onnx.bytes());
        files.put(TEST_INPUT, array(example.noisy()));
        files.put(TEST_OUTPUT, array(example.restored()));
        files.put(COVER, example.picture());
        files.put(DOCUMENTATION, PackagePage.of(file, terms, onnx).getBytes(StandardCharsets.UTF_8));
        byte[] description =
                PackageDescription.of(file, terms, onnx, sizes, files).getBytes(StandardCharsets.UTF_8);
        files.put(DESCRIPTION, description);
        return new BioimagePackage(onnx, files);
    }

    /**
     * Heights and widths.
     *
     * @param least a whole number of blocks of which something is left when what depends on the surroundings is cut off
     * @param step the block
     * @param halo what to cut off
     */
    record Sizes(int least, int step, int halo) {
        /** Enough to see something. */
        private static final int EXAMPLE = 128;

        static Sizes of(OnnxModel onnx) {
            return new Sizes(2 * onnx.reach() + onnx.block(), onnx.block(), onnx.reach());
        }

        /** Of the example. */
        int test() {
            return least + Math.max(0, EXAMPLE - least + step - 1) / step * step;
        }
    }

    /** The network inside. */
    public OnnxModel onnx() {
        return onnx;
    }

    /** Content of the files by name. */
    SortedMap<String, byte[]> files() {
        return files;
    }

    /** Writes the package atomically. */
    public void write(Path target) {
        AtomicFile.write(target, out -> ZipPackage.write(files, out));
    }

    private static byte[] array(Image image) {
        return NumpyArray.bytes(image.toArray(), 1, image.channels(), image.height(), image.width());
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
