package org.paisaje.bench.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small damage to something valid, drawn from a generator: the same generator gives the same damage. */
final class Mutation {
    private static final long[] EXTREME = {0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF,
        0x80000000L, 0xFFFFFFFFL, 0x100000000L, Long.MAX_VALUE, Long.MIN_VALUE, -1, -2};
    private static final List<String> TOKENS = List.of("0", "1", "-1", "2", "3", "10", "100", "46341", "65536",
            "2147483647",
            "2147483648", "4294967296", "9223372036854775807", "99999999999999999999", "1e999", "-1e999", "1e-400",
            "NaN",
            "inf", "-inf", "0x1p3", "1d", "1f", "1,234", "1.234", "1,5", "01", "+1", "--1", "", " ", "\t", "\n", "\r\n",
            ",", ";", ":", "=", "-", "x", "(", ")", "\"", "'", "#", "%", "|", "\\", "/", "..", "\0", "\u00e9", "\u2212",
            "\ufeff", "\ud83d\ude00", "\ud800", "\uffff", "true", "false", "null", "none", "NA", "?", "ntk", "relu",
            "n");

    private Mutation() {}

    /** Some changes of bytes; {@code other} is a second valid input that pieces may come from. */
    static byte[] ofBytes(byte[] valid, byte[] other, RandomGenerator random) {
        byte[] bytes = valid.clone();
        for (int k = changes(random); k > 0; k--) {
            bytes = step(bytes, other, random);
        }
        return bytes;
    }

    /** One with probability 1/2, two with 1/4, and so on, at most eight. */
    private static int changes(RandomGenerator random) {
        return 1 + Math.min(7, Integer.numberOfTrailingZeros(random.nextInt() | 1 << 30));
    }

    private static byte[] step(byte[] bytes, byte[] other, RandomGenerator random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        // Headers stand first, so half of the changes are made there.
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 160));
        int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
        switch (random.nextInt(9)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> {
                long value = EXTREME[random.nextInt(EXTREME.length)];
                int width = 1 << random.nextInt(4);
                boolean big = random.nextBoolean();
                for (int i = 0; i < width && at + i < bytes.length; i++) {
                    bytes[at + i] = (byte) (value >> 8 * (big ? width - 1 - i : i));
                }
            }
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
            }
            case 5 -> {
                byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
                return joined(Arrays.copyOf(bytes, at + length), piece,
                        Arrays.copyOfRange(bytes, at + length, bytes.length));
            }
            case 6 -> {
                int from = random.nextInt(Math.max(1, other.length));
                byte[] piece = Arrays.copyOfRange(other, from, Math.min(other.length, from + length));
                return joined(Arrays.copyOf(bytes, at), piece, Arrays.copyOfRange(bytes, at, bytes.length));
            }
            case 7 -> {
                byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
                return joined(Arrays.copyOf(bytes, at), token,
                        Arrays.copyOfRange(bytes, Math.min(bytes.length, at + random.nextInt(3)), bytes.length));
            }
            default -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : 255));
        }
        return bytes;
    }

    /** The same inside the entries of a zip archive, whose checksums are made right again. */
    static byte[] ofZip(Example valid, byte[] other, RandomGenerator random) {
        var names = new ArrayList<>(valid.entries().keySet());
        var contents = new ArrayList<>(valid.entries().values());
        try {
            if (names.isEmpty()) {
                return ofBytes(valid.bytes(), other, random);
            }
            int changed = random.nextInt(names.size());
            contents.set(changed, ofBytes(contents.get(changed), other, random));
            if (random.nextInt(8) == 0) {
                String name = ofText(names.get(changed), random).replaceAll("[\0\ud800-\udfff]", "");
                names.set(changed, name.substring(0, Math.min(200, name.length())));
            }
            var bytes = new ByteArrayOutputStream();
            try (var out = new ZipOutputStream(bytes)) {
                for (int i = 0; i < names.size(); i++) {
                    ZipEntry entry = new ZipEntry(names.get(i) + (names.indexOf(names.get(i)) < i ? "-" + i : ""));
                    CRC32 crc = new CRC32();
                    crc.update(contents.get(i));
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(contents.get(i).length);
                    entry.setCrc(crc.getValue());
                    out.putNextEntry(entry);
                    out.write(contents.get(i));
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some changes of a text: numbers and marks exchanged, pieces doubled, many times over, or left out. */
    static String ofText(String valid, RandomGenerator random) {
        String text = valid;
        for (int k = changes(random); k > 0; k--) {
            text = step(text, random);
        }
        return text;
    }

    private static String step(String text, RandomGenerator random) {
        String token = TOKENS.get(random.nextInt(TOKENS.size()));
        if (text.isEmpty()) {
            return token;
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(6));
        String piece = text.substring(at, end);
        return switch (random.nextInt(8)) {
            case 0 -> text.substring(0, at) + token + text.substring(at);
            case 1 -> text.substring(0, at) + token + text.substring(end);
            case 2 -> text.substring(0, at) + text.substring(end);
            case 3 -> text.substring(0, end) + piece + text.substring(end);
            case 4 -> text.substring(0, at) + piece.repeat(random.nextInt(64) == 0 ? 20_000 : 20) + text.substring(end);
            case 5 -> text.substring(0, at);
            default -> number(text, token, random);
        };
    }

    /** Puts a token in the place of one of the numbers. */
    private static String number(String text, String token, RandomGenerator random) {
        int from = random.nextInt(text.length());
        while (from < text.length() && !Character.isDigit(text.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
            to++;
        }
        return text.substring(0, from) + token + text.substring(to);
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
