package org.paisaje.data.format.csv;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.memory.Sizes;

/**
 * Finds out how the characters of a text are encoded, by a byte-order mark or by its first bytes, and gives it as UTF-8.
 *
 * @param text the text in UTF-8
 * @param notes what was found, if it is not plain UTF-8
 */
record CsvEncoding(CsvText text, List<String> notes) {
    private static final int SAMPLE = 1 << 16;
    private static final int LONGEST = 1 << 26;
    private static final Charset WESTERN = Charset.forName("windows-1252");

    /** Opens a file, which the caller closes by closing the text. */
    static CsvEncoding open(Path path) throws IOException {
        CsvText raw = CsvText.open(path);
        try {
            return of(path, raw);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static CsvEncoding of(Path path, CsvText raw) throws IOException {
        byte[] start = raw.start(SAMPLE);
        if (start.length >= 2 && start[0] == 0x1F && (start[1] & 0xFF) == 0x8B) {
            CsvText unpacked = CsvText.of(unzip(path, raw));
            raw.close();
            return of(path, unpacked);
        }
        if (start.length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4) {
            throw new DataFormatException(path.toString(), "byte 0",
                    "it is a zip archive, as .xlsx files are, and no text; save the table as CSV");
        }
        Charset marked = marked(start);
        if (marked.equals(StandardCharsets.UTF_8)) {
            Charset found = found(path, start);
            if (found.equals(StandardCharsets.UTF_8)) {
                return new CsvEncoding(raw, List.of());
            }
            return new CsvEncoding(decoded(path, raw, found, 0), List.of("its characters were taken as "
                    + found.name() + (found.equals(WESTERN) ? ", since they are no UTF-8" : " by its first bytes")));
        }
        int mark = marked.name().startsWith("UTF-32") ? 4 : 2;
        return new CsvEncoding(decoded(path, raw, marked, mark), List.of());
    }

    /** What a byte-order mark says; UTF-8 if there is none. */
    private static Charset marked(byte[] start) {
        int first = start.length < 2 ? 0 : (start[0] & 0xFF) << 8 | start[1] & 0xFF;
        boolean zeros = start.length >= 4 && start[2] == 0 && start[3] == 0;
        if (first == 0xFFFE) {
            return zeros ? Charset.forName("UTF-32LE") : StandardCharsets.UTF_16LE;
        }
        if (first == 0xFEFF) {
            return StandardCharsets.UTF_16BE;
        }
        boolean last = start.length >= 4 && first == 0 && (start[2] & 0xFF) == 0xFE && (start[3] & 0xFF) == 0xFF;
        return last ? Charset.forName("UTF-32BE") : StandardCharsets.UTF_8;
    }

    /** Digits and separators have a zero byte in UTF-16, always on the same side, and three in UTF-32. */
    private static Charset found(Path path, byte[] start) {
        int[] zeros = new int[4];
        for (int i = 0; i < start.length; i++) {
            zeros[i % 4] += start[i] == 0 ? 1 : 0;
        }
        int even = zeros[0] + zeros[2];
        int odd = zeros[1] + zeros[3];
        int half = start.length / 2;
        if (even + odd == 0) {
            return valid(start) ? StandardCharsets.UTF_8 : WESTERN;
        }
        int quarter = start.length / 4;
        if (quarter > 0 && zeros[1] >= 0.9 * quarter && zeros[2] >= 0.9 * quarter) {
            return Charset.forName(zeros[0] > zeros[3] ? "UTF-32BE" : "UTF-32LE");
        }
        if (odd >= 0.5 * half && even <= 0.02 * half) {
            return StandardCharsets.UTF_16LE;
        }
        if (even >= 0.5 * half && odd <= 0.02 * half) {
            return StandardCharsets.UTF_16BE;
        }
        int at = 0;
        while (start[at] != 0) {
            at++;
        }
        throw DataFormatException.atByte(path.toString(), at,
                "a zero byte stands there, so it is no text; a table is written in UTF-8, UTF-16 or windows-1252");
    }

    /** Whether the bytes are UTF-8, the last character perhaps cut. */
    private static boolean valid(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return !decoder.decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), false).isError();
    }

    private static CsvText decoded(Path path, CsvText raw, Charset charset, int from) throws IOException {
        requireMemory(path, 4 * raw.size());
        byte[] bytes;
        try (InputStream in = raw.stream()) {
            bytes = in.readAllBytes();
        }
        raw.close();
        return CsvText.of(new String(bytes, from, bytes.length - from, charset).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] unzip(Path path, CsvText raw) throws IOException {
        long limit = Math.min(Sizes.LARGEST, Runtime.getRuntime().maxMemory() / 4);
        try (InputStream in = new GZIPInputStream(raw.stream(), SAMPLE)) {
            byte[] bytes = in.readNBytes((int) limit);
            if (in.read() >= 0) {
                requireMemory(path, 4 * (limit + 1));
            }
            return bytes;
        } catch (ZipException | EOFException e) {
            throw new DataFormatException(path.toString(), "",
                    "the gzip data are damaged or cut short (" + DataFormatException.describe(e) + ")");
        }
    }

    private static void requireMemory(Path path, long bytes) {
        MemoryEstimate.array(bytes / 4.0).or(() -> MemoryEstimate.lack(bytes)).ifPresent(words -> {
            throw new DataFormatException(path.toString(), "",
                    "it is packed or not in UTF-8 and takes at least " + words
                            + "; unpack it and write it in UTF-8, which is read piece by piece");
        });
    }

    /** The first lines of the text, three at least if there are as many, without byte-order mark. */
    String sample() throws IOException {
        for (int length = SAMPLE;; length *= 4) {
            byte[] start = text.start(length);
            boolean all = start.length == text.size();
            String result = new String(start, StandardCharsets.UTF_8);
            result = result.startsWith("\uFEFF") ? result.substring(1) : result;
            int end = Math.max(result.lastIndexOf('\n'), result.lastIndexOf('\r'));
            if (all || length >= LONGEST || result.lines().limit(4).count() == 4) {
                return all || end < 0 ? result : result.substring(0, end + 1);
            }
        }
    }
}
