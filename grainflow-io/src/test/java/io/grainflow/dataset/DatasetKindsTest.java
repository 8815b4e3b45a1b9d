package io.grainflow.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds of data sets: the built-in ones, and one of another jar. */
final class DatasetKindsTest {
    @TempDir
    Path folder;

    /** A kind provided by another jar: the argument gives the number of grey pairs. */
    public static final class Counted implements DatasetKind {
        @Override
        public String prefix() {
            return "counted";
        }

        @Override
        public String description() {
            return "made pairs";
        }

        @Override
        public String example() {
            return "counted:NUMBER";
        }

        @Override
        public PairSource open(String argument, String place) {
            List<PairEntry> entries = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(place); i++) {
                entries.add(new Grey(i));
            }
            return new Made(List.copyOf(entries));
        }

        @Override
        public boolean recognises(Path place) {
            return Files.exists(place.resolve("counted.txt"));
        }
    }

    private record Made(List<PairEntry> entries) implements PairSource {
        @Override
        public String fingerprint() {
            return "made " + entries.size();
        }
    }

    private record Grey(int index) implements PairEntry {
        @Override
        public String name() {
            return "grey" + index;
        }

        @Override
        public String scene() {
            return name();
        }

        @Override
        public Capture capture() {
            return Capture.of("made", 100);
        }

        @Override
        public NoisyPair load() {
            Image image = Image.copyOf(PixelDomain.SRGB, 2, 2, new float[4]);
            return new NoisyPair(scene(), image, image, capture());
        }
    }

    private DatasetKinds withCounted() throws IOException {
        Path services = Files.createDirectories(folder.resolve("jar/META-INF/services"));
        Files.writeString(services.resolve(DatasetKind.class.getName()), Counted.class.getName() + "\n");
        URL[] jar = {folder.resolve("jar").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jar, DatasetKindsTest.class.getClassLoader())) {
            return DatasetKinds.of(loader);
        }
    }

    @Test
    void kindsOfOtherJarsAreOpenedRecognisedAndListed() throws IOException {
        DatasetKinds kinds = withCounted();
        assertThat(kinds.all()).hasSize(Datasets.kinds().size() + 1);
        assertThat(Datasets.open("counted:3", kinds).entries())
                .extracting(PairEntry::name)
                .containsExactly("grey0", "grey1", "grey2");
        assertThat(Datasets.open("packed:counted:2", kinds).fingerprint()).isEqualTo("packed:made 2");
        Path plain = Files.createDirectories(folder.resolve("plain"));
        assertThatThrownBy(() -> Datasets.open(plain.toString(), kinds))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("renders:DIR, counted:NUMBER");
        Files.createFile(plain.resolve("counted.txt"));
        assertThat(kinds.recognising(plain)).map(DatasetKind::prefix).contains("counted");
    }

    @Test
    void withoutOtherJarsTheKindsAreThoseOfThisProgram() {
        assertThat(Datasets.kinds())
                .extracting(DatasetKind::prefix)
                .containsExactly(
                        "manifest", "folders", "sidd", "sidd-val", "clean", "noisy", "shots", "averages", "renders");
        assertThat(Datasets.kinds())
                .allSatisfy(kind -> assertThat(kind.description()).isNotBlank());
        assertThatThrownBy(() -> Datasets.open(folder.toString()))
                .hasMessageEndingWith(
                        "holds no pairs that are recognised; give a folder with manifest.csv, a folder with"
                                + " noisy/ and clean/, sidd:DIR, sidd-val:DIR, clean:DIR, noisy:DIR, shots:DIR, averages:DIR,"
                                + " renders:DIR");
    }

    @Test
    void twoKindsOfOnePrefixAreAMistake() {
        assertThatThrownBy(() -> new DatasetKinds(List.of(new Counted(), new Counted())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("each once, got counted, counted");
    }
}
