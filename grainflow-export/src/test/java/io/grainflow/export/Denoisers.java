package io.grainflow.export;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.MriSpec;
import io.grainflow.denoiser.RedSpec;
import io.grainflow.denoiser.SharedUNetSpec;
import io.grainflow.denoiser.UNetSpec;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.RandomWeights;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A model file of every kind of denoiser, with random numbers for parameters. */
final class Denoisers {
    private Denoisers() {}

    static Stream<ModelFile<? extends DenoiserSpec>> all() {
        return Stream.of(
                dnCnn(),
                of(new DnCnnSpec(1, 4, 6, false, DnCnnSpec.Biases.ALL, 1e-4, 0.1), PixelDomain.SRGB),
                of(new UNetSpec(3, 3, 3, 6, 8, 8, 4, UNetSpec.Range.CENTRED, 1), PixelDomain.SRGB),
                of(new UNetSpec(4, 4, 2, 6, 8, 8, 4, UNetSpec.Range.AS_IS, 1), PixelDomain.RAW_PACKED),
                of(new UNetSpec(7, 3, 2, 6, 8, 8, 4, UNetSpec.Range.LIGHT, 100), PixelDomain.LINEAR),
                of(new RedSpec(1, 30, 6), PixelDomain.SRGB),
                of(new SharedUNetSpec(4, 6), PixelDomain.RAW_PACKED),
                mri());
    }

    static ModelFile<DnCnnSpec> dnCnn() {
        return of(new DnCnnSpec(3, 5, 8, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1), PixelDomain.SRGB);
    }

    static ModelFile<MriSpec> mri() {
        return of(new MriSpec(new UNetSpec(1, 1, 2, 6, 8, 8, 4, UNetSpec.Range.AS_IS, 1), 0.025), PixelDomain.LINEAR);
    }

    static <S extends DenoiserSpec> ModelFile<S> of(S spec, PixelDomain domain) {
        return new ModelFile<>(
                spec,
                List.of(),
                Units.of(domain),
                Provenance.of(Map.of(), 1, "none", Map.of()),
                RandomWeights.of(spec.network().parameters(), new Seed(1)));
    }
}
