package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Pairs that virtual cameras take of generated scenes. Every scene is taken by every capture, once or several times. A pair is rendered
 * when it is loaded. It depends only on this record and its own name.
 *
 * @param captures cameras (built in) and ISO settings
 * @param scenes how many
 * @param shots number of pictures that each capture takes of a scene: equal clean images, independent noise
 * @param size height and width of the display picture, even and at least 16; raw pairs have half of it
 * @param domain SRGB: 8-bit pictures, the clean one rendered from the noise-free raw image. RAW_PACKED: linear raw
 */
public record VirtualPairs(List<Capture> captures, int scenes, int shots, int size, PixelDomain domain, Seed seed)
        implements PairSource {
    public VirtualPairs {
        captures = List.copyOf(captures);
        if (captures.isEmpty() || scenes < 1 || shots < 1) {
            throw new InputException(
                    "simulation", "has no captures, no scenes or no shots", "ask for at least one of each");
        }
        if (size < 16 || size % 2 != 0) {
            throw new InputException("simulation", "has size " + size, "give an even number of at least 16");
        }
        if (domain == PixelDomain.LINEAR) {
            throw new IllegalArgumentException("VirtualPairs expects RAW_PACKED or SRGB, got " + domain);
        }
        for (Capture capture : captures) {
            VirtualCamera.named(capture.camera().code()).noise(capture.iso());
        }
    }

    /** One shot of every scene by every capture. */
    public VirtualPairs(List<Capture> captures, int scenes, int size, PixelDomain domain, Seed seed) {
        this(captures, scenes, 1, size, domain, seed);
    }

    /** Every ISO of every built-in camera. */
    public static List<Capture> allCaptures() {
        return VirtualCamera.all().stream()
                .flatMap(camera -> camera.isos().stream().map(iso -> new Capture(camera.camera(), iso)))
                .toList();
    }

    @Override
    public List<PairEntry> entries() {
        List<PairEntry> entries = new ArrayList<>();
        for (int scene = 0; scene < scenes; scene++) {
            for (Capture capture : captures) {
                for (int shot = 0; shot < shots; shot++) {
                    entries.add(new Shot(this, scene, capture, shot));
                }
            }
        }
        return List.copyOf(entries);
    }

    @Override
    public String fingerprint() {
        return String.format(
                Locale.ROOT, "virtual-2:%s:%d:%d:%d:%s:%d", captures, scenes, shots, size, domain, seed.value());
    }

    /** One picture of one scene. The name of the first shot has no number, so that it does not depend on the number of shots. */
    private record Shot(VirtualPairs pairs, int index, Capture capture, int shot) implements PairEntry {
        @Override
        public String name() {
            String first =
                    String.format(Locale.ROOT, "%s-iso%d-%s", capture.camera().code(), capture.iso(), scene());
            return shot == 0 ? first : first + "-shot" + (shot + 1);
        }

        @Override
        public String scene() {
            return String.format(Locale.ROOT, "scene%03d", index);
        }

        @Override
        public NoisyPair load() {
            VirtualCamera camera = VirtualCamera.named(capture.camera().code());
            Image scene = SceneGenerator.scene(pairs.seed.child("scene").child(index), pairs.size, pairs.size);
            Image exposure = camera.exposure(scene);
            Image raw = camera.shoot(exposure, capture.iso(), pairs.seed.child(name()));
            return pairs.domain == PixelDomain.RAW_PACKED
                    ? new NoisyPair(scene(), exposure, raw, capture)
                    : new NoisyPair(scene(), camera.reference(exposure), camera.picture(raw), capture);
        }
    }
}
