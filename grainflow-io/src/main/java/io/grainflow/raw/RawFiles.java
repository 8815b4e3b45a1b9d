package io.grainflow.raw;

import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Reads and writes sensor pictures: DNG by ourselves, cameras' own formats where LibRaw's tools are installed. */
public final class RawFiles {
    private static final String DNG = "dng";
    private static final Set<String> CAMERAS = Set.of(
            "nef", "nrw", "cr2", "cr3", "crw", "arw", "srf", "sr2", "raf", "rw2", "orf", "pef", "srw", "raw", "3fr",
            "iiq", "dcr", "kdc", "mrw", "erf", "mos", "mef", "x3f", "rwl");

    private RawFiles() {}

    /** Whether the name ends like that of a raw file. */
    public static boolean isRawName(Path file) {
        return isDngName(file) || CAMERAS.contains(extension(file));
    }

    /** Whether the name ends like that of a DNG file. */
    public static boolean isDngName(Path file) {
        return extension(file).equals(DNG);
    }

    /** Whether cameras' own formats can be read here. */
    public static boolean readsCameraFormats() {
        return LibRaw.installed();
    }

    /**
     * Reads a frame.
     *
     * @throws InputException if it is missing, damaged, has no Bayer mosaic, or cannot be read here
     */
    public static RawFrame read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), "does not exist", "check the path");
        }
        return isDngName(file) ? DngReader.read(file) : LibRaw.read(file);
    }

    /**
     * As {@link #read}, by LibRaw's tools whatever the format.
     *
     * @throws InputException if they are not installed, or cannot read it
     */
    public static RawFrame readByLibRaw(Path file) {
        return LibRaw.read(file);
    }

    /** A frame as the bytes of a DNG file. */
    public static byte[] dng(RawFrame frame) {
        return DngWriter.encode(frame);
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
