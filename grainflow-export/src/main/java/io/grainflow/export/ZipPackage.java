package io.grainflow.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip file whose bytes depend on its content alone: entries are stored uncompressed, all with the same date. */
final class ZipPackage {
    /** The earliest date that zip files can represent. */
    private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ZipPackage() {}

    /** @param files by name */
    static void write(SortedMap<String, byte[]> files, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            CRC32 sum = new CRC32();
            sum.update(file.getValue());
            ZipEntry entry = new ZipEntry(file.getKey());
            entry.setTimeLocal(DATE);
            entry.setSize(file.getValue().length);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(file.getValue());
            zip.closeEntry();
        }
        zip.finish();
    }
}
