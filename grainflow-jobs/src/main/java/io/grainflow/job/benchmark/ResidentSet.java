package io.grainflow.job.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** The process's resident memory, if the system reports it (Linux). */
final class ResidentSet {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    private ResidentSet() {}

    /** Resets the peak. Returns the current size in megabytes. */
    static OptionalDouble startPeak() {
        try {
            Files.writeString(RESET, "5");
            return field("VmRSS:");
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /** The peak since the last reset. */
    static OptionalDouble peakMegabytes() {
        try {
            return field("VmHWM:");
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble field(String name) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst();
    }
}
