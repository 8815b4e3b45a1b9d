package io.grainflow.nmflowgan;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.grainflow.flow.Transform;
import io.grainflow.graph.Graph;
import io.grainflow.inference.Inference;
import io.grainflow.model.NoiseSpec;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.train.RecordSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * NM-FlowGAN (arXiv 2312.10112, 2023): noise of 8-bit photographs. A conditional flow gives noise without correlation, and a U-Net correlates
 * it.
 *
 * @param architecture words of the flow's layers from the image to the latent, joined by |: {@code sal} structure-aware, {@code sdl}
 *     signal-dependent, {@code cl2} per camera and ISO
 * @param channels of the images
 * @param cameras that have parameters of their own
 * @param isos that have parameters of their own
 * @param structureWidth channels inside {@code sal}
 * @param pointWidth channels at the ends of {@code sdl}, which has twice as many inside
 * @param metaWidth numbers inside the encoders of camera and ISO
 * @param generatorWidth channels of the U-Net at full size
 * @param generatorDepth sizes of the U-Net: images are halved one time less
 * @param dropout share of the U-Net's channels that is dropped in training
 * @param noiseUnit grey levels that are 1 for the U-Net; 256 as published
 * @param conditioning how camera and ISO are encoded
 * @param signalNorm normalisation inside {@code sdl}
 * @param unknown what becomes of cameras and ISOs without parameters
 * @param rounding of samples
 */
@JsonTypeName("nm-flowgan")
public record NmFlowGanSpec(
        String architecture,
        int channels,
        List<String> cameras,
        List<Integer> isos,
        int structureWidth,
        int pointWidth,
        int metaWidth,
        int generatorWidth,
        int generatorDepth,
        double dropout,
        double noiseUnit,
        Conditioning conditioning,
        SignalNorm signalNorm,
        Unknown unknown,
        Rounding rounding)
        implements NoiseSpec {
    /** The published flow, without its first two layers, which have no parameters. */
    public static final String PUBLISHED = "sal|sdl|cl2|sal|sdl|cl2";

    /** Cameras of the published model, in the order of its parameters: those of the SIDD. */
    public static final List<String> PUBLISHED_CAMERAS = List.of("IP", "GP", "S6", "N6", "G4");

    /** ISOs of the published model, in the order of its parameters. */
    public static final List<Integer> PUBLISHED_ISOS = List.of(100, 400, 800, 1600, 3200);

    private static final int MOST_LAYERS = 100;

    /** How camera and ISO are encoded in training. */
    public enum Conditioning {
        /** Published: normalised by the statistics of the batch, so that a sample depends on the cameras and ISOs of the others. */
        BATCH,
        /** Without normalisation: each sample is independent of the others. */
        SAMPLE
    }

    /** Normalisation inside the signal-dependent layers. */
    public enum SignalNorm {
        /** Published: by mean and deviation of each channel over the image, which removes absolute brightness, camera and ISO. */
        IMAGE,
        /** None: a value depends on the clean value at its place, camera and ISO alone. */
        NONE
    }

    /** What becomes of cameras and ISOs that the model does not know. */
    public enum Unknown {
        /** They are an error. */
        ERROR,
        /** Published: the first camera, the first ISO; combinations that were not trained are allowed. */
        FIRST
    }

    /** Rounding of samples. */
    public enum Rounding {
        /** To the 8-bit grid, as files are. */
        GRID,
        /** Published: none, and values up to 256/255. */
        NONE
    }

    /** Kinds of layers of the flow. */
    enum Word {
        SAL,
        SDL,
        CL2
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range, or the architecture has an unknown word
     */
    public NmFlowGanSpec {
        cameras = List.copyOf(cameras);
        isos = List.copyOf(isos);
        words(architecture);
        require(channels >= 1 && channels <= 64, "1 to 64 channels", channels);
        require(!cameras.isEmpty() && !isos.isEmpty(), "cameras and isos", cameras + " and " + isos);
        require(structureWidth >= 1 && structureWidth <= 1024, "structureWidth in 1..1024", structureWidth);
        require(pointWidth >= 1 && pointWidth <= 1024, "pointWidth in 1..1024", pointWidth);
        require(metaWidth >= 1 && metaWidth <= 1024, "metaWidth in 1..1024", metaWidth);
        require(generatorWidth >= 1 && generatorWidth <= 1024, "generatorWidth in 1..1024", generatorWidth);
        require(generatorDepth >= 1 && generatorDepth <= 8, "generatorDepth in 1..8", generatorDepth);
        require(dropout >= 0 && dropout < 1, "dropout in [0,1)", dropout);
        require(noiseUnit > 0 && noiseUnit <= 256, "noiseUnit in (0,256]", noiseUnit);
    }

    private static void require(boolean condition, String expected, Object got) {
        if (!condition) {
            throw new IllegalArgumentException("nm-flowgan expects " + expected + ", got " + got);
        }
    }

    /** The published model, for the cameras and ISOs of the SIDD. */
    public static NmFlowGanSpec published() {
        return published(3, PUBLISHED_CAMERAS, PUBLISHED_ISOS);
    }

    /** The published sizes, for other cameras and ISOs; those that it does not know are an error. */
    public static NmFlowGanSpec published(int channels, List<Capture> captures) {
        return RecordSettings.replace(
                published(channels, cameras(captures), isos(captures)), Map.of("unknown", Unknown.ERROR));
    }

    private static NmFlowGanSpec published(int channels, List<String> cameras, List<Integer> isos) {
        return new NmFlowGanSpec(
                PUBLISHED,
                channels,
                cameras,
                isos,
                16,
                16,
                5,
                64,
                5,
                0.15,
                256,
                Conditioning.BATCH,
                SignalNorm.IMAGE,
                Unknown.FIRST,
                Rounding.NONE);
    }

    /** Small networks for a few processor cores, in which every layer sees absolute brightness, camera and ISO. */
    public static NmFlowGanSpec defaults(int channels, List<Capture> captures) {
        return new NmFlowGanSpec(
                "cl2|sal|sdl|cl2",
                channels,
                cameras(captures),
                isos(captures),
                16,
                16,
                8,
                16,
                3,
                0,
                16,
                Conditioning.SAMPLE,
                SignalNorm.NONE,
                Unknown.ERROR,
                Rounding.GRID);
    }

    private static List<String> cameras(List<Capture> captures) {
        return captures.stream()
                .map(capture -> capture.camera().code())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Integer> isos(List<Capture> captures) {
        return captures.stream().map(Capture::iso).distinct().sorted().toList();
    }

    private static List<Word> words(String architecture) {
        String[] parts = architecture.split("\\|", -1);
        require(parts.length <= MOST_LAYERS, "at most " + MOST_LAYERS + " layers", parts.length);
        return Arrays.stream(parts)
                .map(part -> switch (part) {
                    case "sal" -> Word.SAL;
                    case "sdl" -> Word.SDL;
                    case "cl2" -> Word.CL2;
                    default ->
                        throw new IllegalArgumentException(
                                "nm-flowgan expects an architecture of the words sal, sdl and cl2 joined by |, got '"
                                        + part + "' in " + architecture);
                })
                .toList();
    }

    /** Kinds of the flow's layers with parameters, from the image to the latent. */
    List<Word> words() {
        return words(architecture);
    }

    /** The published name of a layer with parameters; the first layer of the flow has none. */
    static String name(int index) {
        return "bijectors." + (index + 1);
    }

    /** Parameters of the flow. */
    List<ParameterSlot> flowSlots() {
        List<ParameterSlot> slots = new ArrayList<>();
        List<Word> words = words();
        for (int i = 0; i < words.size(); i++) {
            slots.addAll(
                    switch (words.get(i)) {
                        case SAL -> StructureAffine.slots(this, name(i));
                        case SDL -> SignalAffine.slots(this, name(i));
                        case CL2 -> CaptureAffine.slots(this, name(i));
                    });
        }
        return List.copyOf(slots);
    }

    /** Parameters of the generator. */
    List<ParameterSlot> generatorSlots() {
        return CorrelationNetwork.of(this).parameters();
    }

    /** All parameters. */
    public List<ParameterSlot> slots() {
        List<ParameterSlot> slots = new ArrayList<>(flowSlots());
        slots.addAll(generatorSlots());
        return List.copyOf(slots);
    }

    /** The flow's transforms: grey levels, noise extraction, and the layers of the architecture. */
    List<Transform> layers(Parameters parameters, Mode mode) {
        List<Transform> layers = new ArrayList<>(List.of(new GreyLevels(), new NoiseExtraction()));
        List<Word> words = words();
        for (int i = 0; i < words.size(); i++) {
            layers.add(
                    switch (words.get(i)) {
                        case SAL -> new StructureAffine(this, name(i), parameters, mode);
                        case SDL -> new SignalAffine(this, name(i), parameters, mode);
                        case CL2 -> new CaptureAffine(name(i), parameters);
                    });
        }
        return List.copyOf(layers);
    }

    /** Height and width of the generator's images are multiples of it. */
    int block() {
        return 1 << (generatorDepth - 1);
    }

    /** Index of a capture's camera. */
    int cameraIndex(Capture capture) {
        return known(cameras.indexOf(capture.camera().code()), capture);
    }

    /** Index of a capture's ISO. */
    int isoIndex(Capture capture) {
        return known(isos.indexOf(capture.iso()), capture);
    }

    private int known(int index, Capture capture) {
        if (index < 0 && unknown == Unknown.ERROR) {
            throw new UnknownCaptureException(capture, grid());
        }
        return Math.max(0, index);
    }

    private List<Capture> grid() {
        return cameras.stream()
                .flatMap(camera -> isos.stream().map(iso -> Capture.of(camera, iso)))
                .sorted()
                .toList();
    }

    @Override
    public Map<String, List<Long>> tensorShapes(int captures) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        slots().forEach(slot -> shapes.put(slot.name(), slot.shape()));
        return shapes;
    }

    @Override
    public NoiseModel build(List<Capture> vocabulary, Weights weights, Inference inference) {
        return new NmFlowGanNoise(this, vocabulary, weights, inference);
    }

    @Override
    public Graph sampler(List<Capture> vocabulary, Weights weights) {
        return NmFlowGanGraph.sampler(this, vocabulary, weights);
    }
}
