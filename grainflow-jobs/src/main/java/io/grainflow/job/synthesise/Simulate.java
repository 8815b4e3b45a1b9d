package io.grainflow.job.synthesise;

import io.grainflow.dataset.ManifestWriter;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.isp.Mosaic;
import io.grainflow.isp.VirtualCamera;
import io.grainflow.isp.VirtualPairs;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Photographs generated scenes with virtual cameras: {@code noisy/}, {@code clean/} and a manifest. Finished pictures are
 * 8-bit PNG; raw ones are float TIFF with the sensor's mosaic as one grey image (linear, black level removed, white = 1).
 *
 * @param out folder to write the pairs to
 * @param cameras names of virtual cameras; empty for all
 * @param isos sensitivities; empty for all that a camera has
 * @param scenes number of scenes; each is photographed once per camera and ISO
 * @param size height and width in pixels
 */
public record Simulate(
        @Required Path out,
        List<String> cameras,
        List<Integer> isos,
        int scenes,
        int size,
        PixelDomain domain,
        Seed seed,
        OverwritePolicy existing,
        ComputeOptions compute)
        implements Job<Simulate.Result>, ComputeSettings<Simulate> {
    private static final String MANIFEST = "manifest.csv";

    /**
     * The result.
     *
     * @param pairs number of pairs that the manifest lists
     * @param failed number of images that could not be made
     */
    public record Result(int pairs, int scenes, List<String> captures, int failed, List<Failure> failures)
            implements Outcome {}

    public Simulate {
        cameras = List.copyOf(cameras);
        isos = List.copyOf(isos);
        if (domain == PixelDomain.LINEAR) {
            throw new InputException("domain", "does not take linear, which no camera gives", "give raw or srgb");
        }
        for (int iso : isos) {
            if (iso < 1) {
                throw new InputException("isos", "expects positive ones, got " + iso, "change `isos`");
            }
        }
    }

    /** Ten scenes photographed by all cameras. The output folder has to be set. */
    public static Simulate defaults() {
        return new Simulate(
                Path.of(""),
                List.of(),
                List.of(),
                10,
                256,
                PixelDomain.SRGB,
                new Seed(0),
                OverwritePolicy.REFUSE,
                ComputeOptions.defaults());
    }

    public Simulate out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public Simulate cameras(List<String> cameras) {
        return RecordFields.with(this, "cameras", cameras);
    }

    public Simulate isos(List<Integer> isos) {
        return RecordFields.with(this, "isos", isos);
    }

    public Simulate scenes(int scenes) {
        return RecordFields.with(this, "scenes", scenes);
    }

    public Simulate size(int size) {
        return RecordFields.with(this, "size", size);
    }

    public Simulate domain(PixelDomain domain) {
        return RecordFields.with(this, "domain", domain);
    }

    public Simulate seed(Seed seed) {
        return RecordFields.with(this, "seed", seed);
    }

    public Simulate existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    @Override
    public Simulate compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public Result execute(Monitor monitor) {
        List<Capture> captures = captures();
        List<PairEntry> entries = new VirtualPairs(captures, scenes, size, domain, seed).entries();
        Targets.folder(out);
        Targets.files(
                entries.stream()
                        .flatMap(entry -> Stream.of(out.resolve(noisy(entry)), out.resolve(clean(entry))))
                        .distinct()
                        .toList(),
                existing);
        List<PairEntry> missing = existing == OverwritePolicy.KEEP
                ? entries.stream()
                        .filter(entry ->
                                !Files.exists(out.resolve(noisy(entry))) || !Files.exists(out.resolve(clean(entry))))
                        .toList()
                : entries;
        BatchRunner<String> items =
                BatchRunner.together("simulate", missing, PairEntry::name, monitor, compute, this::write);
        Set<String> bad = items.failures().stream().map(Failure::item).collect(Collectors.toSet());
        List<ManifestWriter.Row> rows = entries.stream()
                .filter(entry -> !bad.contains(entry.name()))
                .map(entry -> new ManifestWriter.Row(noisy(entry), clean(entry), entry.capture(), entry.scene()))
                .toList();
        ManifestWriter.write(out.resolve(MANIFEST), rows);
        return new Result(
                rows.size(), scenes, captures.stream().map(Capture::toString).toList(), bad.size(), items.failures());
    }

    private List<Capture> captures() {
        List<VirtualCamera> chosen = cameras.isEmpty()
                ? VirtualCamera.all()
                : cameras.stream().distinct().map(VirtualCamera::named).toList();
        return chosen.stream()
                .flatMap(camera -> (isos.isEmpty() ? camera.isos() : isos)
                        .stream().distinct().map(iso -> new Capture(camera.camera(), iso)))
                .toList();
    }

    /** The clean picture of a scene is the same at every ISO: written each time, with the same bytes. */
    private String write(PairEntry entry) {
        NoisyPair pair = entry.load();
        SampleFormat format = domain == PixelDomain.SRGB ? SampleFormat.U8 : SampleFormat.F32;
        ImageFiles.write(out.resolve(noisy(entry)), storable(pair.noisy()), format);
        ImageFiles.write(out.resolve(clean(entry)), storable(pair.clean()), format);
        return entry.name();
    }

    private String noisy(PairEntry entry) {
        return "noisy/" + entry.name() + extension();
    }

    private String clean(PairEntry entry) {
        return "clean/" + entry.capture().camera().code() + "-" + entry.scene() + extension();
    }

    private String extension() {
        return domain == PixelDomain.SRGB ? ".png" : ".tif";
    }

    /** Packed raw [4,H,W] as a mosaic [1,2H,2W], since image files hold one or three channels. */
    private static Image storable(Image image) {
        if (image.domain() == PixelDomain.SRGB) {
            return image;
        }
        return Image.adopt(PixelDomain.SRGB, 2 * image.height(), 2 * image.width(), Mosaic.unpack(image));
    }
}
