package io.grainflow.job.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.DenoiserContract;
import io.grainflow.denoise.LocalDenoiser;
import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.UNetSpec;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageHeader;
import io.grainflow.file.ImageRows;
import io.grainflow.file.ImageRowsWriter;
import io.grainflow.file.Levels;
import io.grainflow.file.SampleFormat;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.inference.LearnedDenoiser;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.network.Initialisation;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.progress.CancelledException;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images restored in bands against images restored as a whole. */
final class ImageRestorationTest {
    private static final BandSizes WHOLE = new BandSizes(1_000_000, 1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "U8,3,61,47,1,1,200", "U16,1,61,47,1,3,400", "F32,3,64,31,4,6,1", "F32,1,53,40,8,2,1000", "U8,3,1,90,8,9,1",
        "U16,3,90,1,4,5,8", "F32,3,100,20,1,40,20", "U8,1,37,21,16,1,5000", "F32,3,1,1,8,8,1", "U16,1,97,20,2,0,1"
    })
    void bandsGiveWhatTheWholeImageGives(
            SampleFormat format, int channels, int height, int width, int block, int around, int pixels)
            throws IOException {
        Path file = folder.resolve("a.tif");
        ImageFiles.write(file, scene(channels, height, width), format);
        ImageRestoration whole = restoration(new BlockMeans(block, around), WHOLE);
        ImageRestoration cut = restoration(new BlockMeans(block, around), new BandSizes(1, pixels));
        restore(whole, file, "whole.tif");
        List<Integer> progress = restore(cut, file, "cut.tif");
        assertThat(ImageFiles.read(folder.resolve("cut.tif"))).isEqualTo(ImageFiles.read(folder.resolve("whole.tif")));
        assertThat(whole.plan(file).parts()).isEqualTo(1);
        assertThat(progress).hasSize(height * width == 1 ? 0 : cut.plan(file).parts());
        if (height > 4 * block && pixels < height * width / 4 && 8 * around < height) {
            assertThat(cut.plan(file).parts()).isGreaterThan(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"70,50,900", "33,20,1", "129,64,2000", "1,60,10", "60,1,10", "64,61,700", "68,50,400"})
    void bandsOfNetworksGiveWhatTheWholeImageGives(int height, int width, int pixels) throws IOException {
        Path file = folder.resolve("a.tif");
        ImageFiles.write(file, scene(3, height, width), SampleFormat.F32);
        List<DenoiserSpec> networks = List.of(
                new DnCnnSpec(3, 4, 6, false, DnCnnSpec.Biases.ALL, 1e-4, 0.1),
                new UNetSpec(3, 3, 2, 4, 5, 6, 4, UNetSpec.Range.CENTRED, 1));
        for (DenoiserSpec spec : networks) {
            Network network = spec.network();
            LearnedDenoiser denoiser =
                    LearnedDenoiser.of(network, random(network), PixelDomain.SRGB, Inference.on(Device.CPU));
            assertThat(denoiser.reach() % denoiser.block()).isZero();
            assertThat(denoiser.takesRows(3, height, width)).isEqualTo(height % denoiser.block() == 0);
            restore(restoration(denoiser, WHOLE), file, "whole.tif");
            restore(restoration(denoiser, new BandSizes(1, pixels)), file, "cut.tif");
            float[] whole = ImageFiles.read(folder.resolve("whole.tif")).image().toArray();
            float[] cut = ImageFiles.read(folder.resolve("cut.tif")).image().toArray();
            assertThat(cut).hasSameSizeAs(whole);
            for (int i = 0; i < cut.length; i++) {
                assertThat(Math.abs(cut[i] - whole[i])).isLessThan(1e-6f);
            }
        }
    }

    /** Zero at the start, so that the effect of the network is visible. */
    private static Weights random(Network network) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : network.parameters()) {
            RandomField field = new RandomField(new Seed(5).child(slot.name()));
            float[] values = new float[slot.count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.15 * field.normal(i));
            }
            tensors.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
        }
        return Weights.of(tensors);
    }

    @Test
    void mosaicsAndLevelsAreMindedInBands() throws IOException {
        Path file = folder.resolve("mosaic.tif");
        ImageFiles.write(file, scene(1, 94, 38), SampleFormat.U16);
        for (BandSizes bands : List.of(WHOLE, new BandSizes(1, 500))) {
            DenoiserHandle packed = new DenoiserHandle(new BlockMeans(4, 3), true, 4, Optional.empty());
            ImageRestoration restoration = new ImageRestoration(packed, Optional.of(new Levels(600, 16383)), bands);
            restore(restoration, file, bands.equals(WHOLE) ? "whole.tif" : "cut.tif");
            assertThat(restoration.plan(file).parts()).isEqualTo(bands.equals(WHOLE) ? 1 : 4);
        }
        assertThat(ImageFiles.read(folder.resolve("cut.tif"))).isEqualTo(ImageFiles.read(folder.resolve("whole.tif")));
    }

    @Test
    void otherDenoisersAndFilesAreNotCut() throws IOException {
        Path tiff = folder.resolve("a.tif");
        Path png = folder.resolve("a.png");
        ImageFiles.write(tiff, scene(3, 40, 40), SampleFormat.U8);
        ImageFiles.write(png, scene(3, 40, 40), SampleFormat.U8);
        BandSizes bands = new BandSizes(1, 100);
        assertThat(restoration(image -> image, bands).plan(tiff).parts()).isEqualTo(1);
        assertThat(restoration(new BlockMeans(1, 1), bands).plan(png).parts()).isEqualTo(1);
        assertThat(restoration(new BlockMeans(1, 1), bands)
                        .plan(folder.resolve("absent.tif"))
                        .parts())
                .isEqualTo(1);
        assertThat(restoration(new BlockMeans(1, 1), bands).plan(tiff).parts()).isEqualTo(10);
    }

    @Test
    void filesAreOpenedOnceToPlanAndOnceToRestore() throws IOException {
        Path large = folder.resolve("large.tif");
        Path small = folder.resolve("small.tif");
        ImageFiles.write(large, scene(3, 90, 40), SampleFormat.U8);
        ImageFiles.write(small, scene(3, 10, 10), SampleFormat.U8);
        Map<Path, Integer> opened = new TreeMap<>();
        Map<Path, Integer> closed = new TreeMap<>();
        ImageRestoration cut = new ImageRestoration(
                new DenoiserHandle(new BlockMeans(1, 1), false, 0, Optional.empty()),
                Optional.empty(),
                new BandSizes(200, 400),
                file -> {
                    opened.merge(file, 1, Integer::sum);
                    return ImageRows.openSingle(file).map(rows -> new Counted(rows, file, closed));
                });
        ImageRestoration.Plan ofLarge = cut.plan(large);
        ImageRestoration.Plan ofSmall = cut.plan(small);
        assertThat(ofLarge.parts()).isEqualTo(9);
        assertThat(ofSmall.parts()).isEqualTo(1);
        assertThat(opened).containsOnly(Map.entry(large, 1), Map.entry(small, 1));
        assertThat(closed).isEqualTo(opened);
        cut.restore(ofLarge, folder.resolve("large-made.tif"), () -> false, count -> {});
        cut.restore(ofSmall, folder.resolve("small-made.tif"), () -> false, count -> {});
        assertThat(opened).containsOnly(Map.entry(large, 2), Map.entry(small, 1));
        assertThat(closed).isEqualTo(opened);
    }

    /** Rows whose file's closing is counted. */
    private record Counted(ImageRows rows, Path file, Map<Path, Integer> closed) implements ImageRows {
        @Override
        public ImageHeader header() {
            return rows.header();
        }

        @Override
        public int channels() {
            return rows.channels();
        }

        @Override
        public SampleFormat format() {
            return rows.format();
        }

        @Override
        public void read(int first, int count, float[] chw, int height, int to) {
            rows.read(first, count, chw, height, to);
        }

        @Override
        public ImageRowsWriter writerLike(Path target, int channels) {
            return rows.writerLike(target, channels);
        }

        @Override
        public void close() {
            closed.merge(file, 1, Integer::sum);
            rows.close();
        }
    }

    @Test
    void whatDoesNotFitIsToldInOneLine() throws IOException {
        Path tiff = folder.resolve("huge.tif");
        SparseTiff.write(tiff, 40_000, 50_000);
        assertThatThrownBy(() -> restore(restoration(image -> image, BandSizes.defaults()), tiff, "made.tif"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("huge.tif: claims 50000x40000 pixels, more than memory allows at once; cut it"
                        + " into parts, use a trained denoiser on TIFF, or give Java more memory");
        Path small = folder.resolve("small.png");
        ImageFiles.write(small, scene(1, 4, 4), SampleFormat.U8);
        Denoiser greedy = image -> {
            throw new OutOfMemoryError("Java heap space");
        };
        assertThatThrownBy(() -> restore(restoration(greedy, BandSizes.defaults()), small, "made.png"))
                .isInstanceOf(InputException.class)
                .hasMessageMatching(".*small\\.png: needs more memory than Java has \\(\\d+ MB\\); cut it .*");
        assertThat(folder).isDirectoryNotContaining("glob:**made*");
    }

    /** A row of 3.6 GB according to the header: nothing is read, and nothing of that size is allocated. */
    @Test
    void bandsThatCannotFitAreRefusedByTheHeader() throws IOException {
        Path wide = folder.resolve("wide.tif");
        AtomicInteger reads = new AtomicInteger();
        ImageRestoration restoration = new ImageRestoration(
                new DenoiserHandle(new BlockMeans(1, 1), false, 0, Optional.empty()),
                Optional.empty(),
                BandSizes.defaults(),
                file -> Optional.of(new Claimed(new ImageHeader("tiff", 2, 300_000_000), reads)));
        ImageRestoration.Plan plan = restoration.plan(wide);
        assertThatThrownBy(() -> restoration.restore(plan, folder.resolve("made.tif"), () -> false, count -> {}))
                .isInstanceOf(InputException.class)
                .hasNoCause()
                .hasMessageMatching(".*wide\\.tif: is too wide: a band of its rows needs \\d+ MB 3 times over, Java has"
                        + " \\d+ MB; cut it into narrower parts, or give Java more .*");
        assertThat(reads).hasValue(0);
        assertThat(folder).isDirectoryNotContaining("glob:**made*");
    }

    /** Rows that exist only in the header. */
    private record Claimed(ImageHeader header, AtomicInteger reads) implements ImageRows {
        @Override
        public int channels() {
            return 3;
        }

        @Override
        public SampleFormat format() {
            return SampleFormat.U8;
        }

        @Override
        public void read(int first, int count, float[] chw, int height, int to) {
            reads.incrementAndGet();
        }

        @Override
        public ImageRowsWriter writerLike(Path target, int channels) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public void close() {}
    }

    /** A process that is out of threads is not the image's fault. Continuing would fail for every other image, too. */
    @Test
    void errorsOfTheProcessAreHandedOn() throws IOException {
        Path small = folder.resolve("small.png");
        ImageFiles.write(small, scene(1, 4, 4), SampleFormat.U8);
        OutOfMemoryError error = new OutOfMemoryError("unable to create native thread: possibly out of memory");
        Denoiser stuck = image -> {
            throw error;
        };
        assertThatThrownBy(() -> restore(restoration(stuck, BandSizes.defaults()), small, "made.png"))
                .isSameAs(error);
        assertThat(folder).isDirectoryNotContaining("glob:**made*");
    }

    @Test
    void aDamagedImageLeavesNothing() throws IOException {
        Path file = folder.resolve("a.tif");
        float[] values = scene(3, 3000, 200).toArray();
        values[2900 * 200 + 7] = Float.NaN;
        ImageFiles.write(file, Image.adopt(PixelDomain.SRGB, 3000, 200, values), SampleFormat.F32);
        ImageRestoration cut = restoration(new BlockMeans(1, 1), new BandSizes(1, 10_000));
        assertThat(cut.plan(file).parts()).isEqualTo(60);
        List<Integer> progress = new ArrayList<>();
        assertThatThrownBy(() -> cut.restore(cut.plan(file), folder.resolve("made.tif"), () -> false, progress::add))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.tif: has the value NaN at row 2900, column 7");
        assertThat(progress).isNotEmpty();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> restore(cut, file, "made.tif"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.tif: is damaged or truncated");
        assertThat(folder).isDirectoryNotContaining("glob:**made*");
    }

    @Test
    void whatFailsOrIsStoppedLeavesNothing() throws IOException {
        Path file = folder.resolve("a.tif");
        ImageFiles.write(file, scene(3, 90, 40), SampleFormat.U8);
        ImageRestoration cut = restoration(new BlockMeans(1, 1), new BandSizes(1, 400));
        List<Integer> progress = new ArrayList<>();
        assertThatThrownBy(() -> cut.restore(
                        cut.plan(file), folder.resolve("made.tif"), () -> progress.size() == 4, progress::add))
                .isInstanceOf(CancelledException.class)
                .hasMessage("stopped in made.tif after 4 of 9 bands; nothing of it is kept");
        assertThat(progress).containsExactly(1, 2, 3, 4);
        assertThatThrownBy(() -> cut.restore(cut.plan(file), file.resolve("made.tif"), () -> false, progress::add))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a part of this path is a file");
        LearnedDenoiser ofGrey = LearnedDenoiser.of(
                DnCnnSpec.defaults(1).network(),
                Initialisation.of(DnCnnSpec.defaults(1).network(), new Seed(1)),
                PixelDomain.SRGB,
                Inference.on(Device.CPU));
        assertThatThrownBy(() -> restore(restoration(ofGrey, new BandSizes(1, 400)), file, "made.tif"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has 3 channels, the denoiser was made for 1");
        assertThat(folder).isDirectoryNotContaining("glob:**made*");
    }

    /** Black of 60 megapixels, 720 MB as floats, in a Java of 192 MB. */
    @Test
    void memoryDoesNotGrowWithTheImage() throws IOException, InterruptedException {
        Path file = folder.resolve("large.tif");
        Path log = folder.resolve("log.txt");
        SparseTiff.write(file, 6000, 10_000);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InBands.class.getName(),
                        file.toString(),
                        folder.resolve("made.tif").toString(),
                        "1000000")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.size(folder.resolve("made.tif"))).isGreaterThan(180_000_000);
    }

    /** A separate program that passes an image through unchanged, in bands of a number of pixels. */
    static final class InBands {
        private InBands() {}

        public static void main(String[] args) {
            ImageRestoration restoration = restoration(new Same(), new BandSizes(1, Integer.parseInt(args[2])));
            restoration.restore(restoration.plan(Path.of(args[0])), Path.of(args[1]), () -> false, count -> {});
        }
    }

    private record Same() implements LocalDenoiser {
        @Override
        public int reach() {
            return 20;
        }

        @Override
        public int block() {
            return 1;
        }

        @Override
        public Image denoise(Image noisy) {
            return noisy;
        }
    }

    private static ImageRestoration restoration(Denoiser denoiser, BandSizes bands) {
        return new ImageRestoration(new DenoiserHandle(denoiser, false, 0, Optional.empty()), Optional.empty(), bands);
    }

    private List<Integer> restore(ImageRestoration restoration, Path file, String name) {
        List<Integer> progress = new ArrayList<>();
        restoration.restore(restoration.plan(file), folder.resolve(name), () -> false, progress::add);
        return progress;
    }

    private static Image scene(int channels, int height, int width) {
        return DenoiserContract.noisy(DenoiserContract.scene(channels, height, width), 0.1);
    }
}
