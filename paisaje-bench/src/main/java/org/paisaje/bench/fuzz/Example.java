package org.paisaje.bench.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A valid input.
 *
 * @param bytes the whole of it
 * @param entries what it holds by name, unpacked, if it is a zip archive; else empty
 */
record Example(byte[] bytes, Map<String, byte[]> entries) {
    /** Unpacks the bytes if they are an archive. */
    static Example of(byte[] bytes) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
            try {
                // What PyTorch writes is read by its directory only, so not as a stream.
                Path file = Files.createTempFile("fuzz", ".zip");
                try (var zip = new ZipFile(Files.write(file, bytes).toFile())) {
                    for (ZipEntry entry : zip.stream().toList()) {
                        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                    }
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Example(bytes, entries);
    }
}
