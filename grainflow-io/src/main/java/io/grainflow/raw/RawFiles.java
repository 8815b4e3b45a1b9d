package io.grainflow.raw;

import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Reads and writes raw files. DNG is built in; proprietary formats need LibRaw's command-line tools. */
public final class RawFiles {
    private static final String DNG = "dng";
    private static final Set<String> CAMERAS = Set.of(
            "nef", "nrw", "cr2", "cr3", "crw", "arw", "srf", "sr2", "raf", "rw2", "orf", "pef", "srw", "raw", "3fr",
            "iiq", "dcr", "kdc", "mrw", "erf", "mos", "mef", "x3f", "rwl");

    private RawFiles() {}

    /** Whether the file name has the extension of a raw file. */
    public static boolean isRawName(Path file) {
        return isDngName(file) || CAMERAS.contains(extension(file));
    }

    /** Whether the file name has the extension of a DNG file. */
    public static boolean isDngName(Path file) {
        return extension(file).equals(DNG);
    }

    /** Whether proprietary raw formats can be read on this machine. */
    public static boolean readsCameraFormats() {
        return LibRaw.installed();
    }

    /**
     * Reads a frame.
     *
     * @throws InputException if it is missing, damaged, has no Bayer mosaic, or its format is not supported on this machine
     */
    public static RawFrame read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), "does not exist", "check the path");
        }
        return isDngName(file) ? DngReader.read(file) : LibRaw.read(file);
    }

    /**
     * As {@link #read}, but always by LibRaw's tools.
     *
     * @throws InputException if they are not installed, or cannot read the file
     */
    public static RawFrame readByLibRaw(Path file) {
        return LibRaw.read(file);
    }

    /** Encodes a frame as a DNG file. */
    public static byte[] dng(RawFrame frame) {
        return DngWriter.encode(frame);
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
