package io.grainflow.export;

import io.grainflow.file.AtomicFile;
import io.grainflow.image.Image;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.problem.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A denoiser as a package of bioimage.io, format 0.5: the network as ONNX, a description of its inputs and outputs, an example for
 * self-tests, its paper, its licence and a documentation page. Equal models and terms give equal bytes.
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
     * The package of a denoiser whose network is the whole restoration.
     *
     * @param where name of the model in messages, such as its file
     * @param threads number of threads that compute its example
     * @throws InputException if the denoiser does more than run its network
     */
    public static BioimagePackage of(
            String where, ModelFile<? extends DenoiserSpec> file, PackageTerms terms, int threads) {
        if (!file.spec().networkRestoresAlone()) {
            throw new InputException(
                    where,
                    "restores by its network and by putting measured frequencies back, which a bioimage.io package cannot describe",
                    "export the network alone with `to=onnx`");
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
     * @param least a whole number of blocks, large enough that pixels remain after the halo is cut off on every side
     * @param step the block
     * @param halo what to cut off
     */
    record Sizes(int least, int step, int halo) {
        /** Side of the example image in pixels, large enough to judge the result by eye. */
        private static final int EXAMPLE = 128;

        static Sizes of(OnnxModel onnx) {
            return new Sizes(2 * onnx.reach() + onnx.block(), onnx.block(), onnx.reach());
        }

        /** Size of the example image. */
        int test() {
            return least + Math.max(0, EXAMPLE - least + step - 1) / step * step;
        }
    }

    /** The package's network as ONNX. */
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
