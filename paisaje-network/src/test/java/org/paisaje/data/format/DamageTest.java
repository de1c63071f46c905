package org.paisaje.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.format.array.IdxFile;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.tensor.SafetensorsFile;
import org.paisaje.math.random.Seed;

/** Damaged files end in one clear line, whatever the damage, and cost no more memory than they have bytes. */
@Tag("slow")
final class DamageTest {
    private static final long MODEST = 16 << 20;

    @TempDir
    private Path folder = Path.of("");

    private static void read(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".npy")) {
            NpyFile.read(file);
        } else if (name.endsWith(".npz")) {
            NpzFile.read(file);
        } else if (name.contains(".idx")) {
            IdxFile.read(file);
        } else if (name.endsWith(".safetensors")) {
            SafetensorsFile.read(file);
        } else {
            CsvFile.read(file, Optional.empty(), CsvDialect.detected());
        }
    }

    /** Reads the bytes; returns whether they were taken for a sound file. */
    private boolean accepted(String name, byte[] bytes, String damage) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean accepted = true;
        try {
            read(file);
        } catch (DataFormatException e) {
            accepted = false;
            assertThat(e.getMessage()).as(damage)
                    .startsWith(file.toString())
                    .doesNotContain("\n")
                    .doesNotContain(
                            "(null)", ": null");
            assertThat(e.reason()).as(damage).isNotBlank();
        } catch (RuntimeException e) {
            fail(name + ", " + damage + ": " + e, e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(damage).isLessThan(MODEST);
        return accepted;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"f8-little-C.npy", "i2-big-F.npy", "f8-little-C-v3.npy", "stored.npz", "deflated.npz",
                "i2.idx", "f8.idx.gz", "scalar.safetensors"})
    void everyTruncationIsNoticed(String name) throws IOException {
        byte[] sound = Files.readAllBytes(References.file(name));
        assertThat(accepted(name, sound, "none")).isTrue();
        for (int length = 0; length < sound.length; length++) {
            String damage = "cut to " + length + " bytes";
            assertThat(accepted(name, Arrays.copyOf(sound, length), damage)).as(damage).isFalse();
        }
        assertThat(accepted(name, Arrays.copyOf(sound, sound.length + 1), "a byte more"))
                .isEqualTo(name.equals("f8.idx.gz") || name.endsWith(".npz"));
    }

    /** A flipped bit may give another sound file; it never gives anything but a file or one line. One bit a byte. */
    @ParameterizedTest
    @ValueSource(
            strings = {"f8-little-C.npy", "i2-big-F.npy", "f8-little-C-v2.npy", "stored.npz", "deflated.npz",
                "i2.idx", "u1.idx.gz", "scalar.safetensors"})
    void everyFlippedBitIsSurvived(String name) throws IOException {
        byte[] sound = Files.readAllBytes(References.file(name));
        int noticed = 0;
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << at * 5 % 8);
            noticed += accepted(name, damaged, "byte " + at + " flipped") ? 0 : 1;
        }
        // All bits of the shortest header, that of IDX, of 12 bytes.
        assertThat(noticed).isGreaterThanOrEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomDamageIsSurvived(long key) throws IOException {
        RandomGenerator random = Seed.of(key).generator();
        for (String name : new String[] {"f8-little-C.npy", "deflated.npz", "stored.npz", "f8.idx.gz", "f4.idx",
            "all.safetensors"}) {
            byte[] sound = Files.readAllBytes(References.file(name));
            for (int trial = 0; trial < 60; trial++) {
                byte[] damaged = sound.clone();
                int from = random.nextInt(damaged.length);
                int to = Math.min(damaged.length, from + 1 + random.nextInt(16));
                for (int i = from; i < to; i++) {
                    damaged[i] = (byte) random.nextInt(256);
                }
                accepted(name, damaged, "seed " + key + ", trial " + trial);
            }
        }
    }

    /** Flipping a bit of the numbers themselves is noticed where the format has a checksum. */
    @Test
    void archivesVerifyTheirChecksums() throws IOException {
        byte[] sound = Files.readAllBytes(References.file("stored.npz"));
        int data = new String(sound, StandardCharsets.ISO_8859_1).indexOf("}") + 64;
        byte[] damaged = sound.clone();
        damaged[data] ^= 1;
        Path file = folder.resolve("sum.npz");
        Files.write(file, damaged);
        assertThatThrownBy(() -> NpzFile.read(file)).isInstanceOf(DataFormatException.class)
                .hasMessageContaining("array x.npy")
                .hasMessageContaining("checksum");
    }

    private static byte[] npy(String header) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + text.length + 80)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    private static byte[] safetensors(String header) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + text.length + 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    @Test
    void absurdSizesAreNotBelieved() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        for (String shape : new String[] {"(2000000000,)", "(99999999999999999999,)", "(65536, 65536)", "(-3,)",
            "(2147483639,)", "(1000000, 1000)", "(3", "(3,,)", "(1,1,1,1,1,1,1,1,1)", "(0x10,)"}) {
            files.put("shape " + shape + ".npy",
                    npy("{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }\n"));
        }
        files.put("idx.idx", ByteBuffer.allocate(20)
                .put(new byte[] {0, 0, 8, 3})
                .putInt(2_000_000)
                .putInt(28)
                .putInt(28)
                .array());
        files.put("wrap.idx", ByteBuffer.allocate(20)
                .put(new byte[] {0, 0, 8, 3})
                .putInt(65536)
                .putInt(65536)
                .putInt(65536)
                .array());
        files.put("long.safetensors", ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Long.MAX_VALUE)
                .array());
        files.put("negative.safetensors", ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(-1)
                .array());
        String[] headers = {
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[2000000000],\"data_offsets\":[0,16000000000]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[8,24]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[16,0]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F64\",\"shape\":[1],"
                    + "\"data_offsets\":[4,12]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F64\",\"shape\":[1],"
                    + "\"data_offsets\":[8,16]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[2.0],\"data_offsets\":[0,16]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[-2],\"data_offsets\":[0,16]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999999]}}",
            "{\"a\":{\"dtype\":\"C64\",\"shape\":[2],\"data_offsets\":[0,16]}}", "[]", "{} x", "{\"a\":3}",
            "{\"a\":{\"dtype\":1}}", "{\"__metadata__\":{\"a\":{}}}", "[".repeat(5000)};
        for (int i = 0; i < headers.length; i++) {
            files.put("header" + i + ".safetensors", safetensors(headers[i]));
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(accepted(file.getKey().replaceAll("[^a-z0-9.]", "_"), file.getValue(), file.getKey()))
                    .as(file.getKey())
                    .isFalse();
        }
    }

    @Test
    void integersThatADoubleCannotHoldAreRefused() throws IOException {
        byte[] bytes = npy("{'descr': '<u8', 'fortran_order': False, 'shape': (10,), }\n");
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = bytes.length - 80;
        buffer.putLong(start + 8, 0xFFFF_FFFF_FFFF_F800L);
        assertThat(accepted("u8.npy", bytes, "largest that fits")).isTrue();
        assertThat(NpyFile.read(folder.resolve("u8.npy")).values()[1]).isEqualTo(0x1p64 - 2048);
        buffer.putLong(start + 16, (1L << 53) + 1);
        Files.write(folder.resolve("u8.npy"), bytes);
        assertThatThrownBy(() -> NpyFile.read(folder.resolve("u8.npy")))
                .hasMessageContaining("byte " + (start + 16))
                .hasMessageContaining("entry 2 is an integer beyond 2^53");
    }

    @Test
    void whatIsNoFileIsSaidSo() {
        for (String name : new String[] {"a.npy", "a.npz", "a.idx", "a.safetensors", "a.csv"}) {
            assertThatThrownBy(() -> read(folder.resolve(name))).as(name)
                    .isInstanceOf(DataFormatException.class)
                    .hasMessage(folder.resolve(name) + ": there is no such file");
        }
        for (String name : new String[] {"d.npy", "d.npz", "d.idx", "d.safetensors", "d.csv"}) {
            Path directory = folder.resolve(name);
            assertThat(directory.toFile().mkdir()).isTrue();
            assertThatThrownBy(() -> read(directory)).as(name)
                    .isInstanceOf(DataFormatException.class)
                    .hasMessage(directory + ": it is a folder, a file is needed");
        }
    }

    /** A writer that fails half way leaves what was there, and nothing else. */
    @Test
    void aFailedWriteChangesNothing() throws IOException {
        Path file = folder.resolve("kept.npy");
        NpyFile.write(file, Tensor.of(new double[] {1, 2, 3}));
        Consumer<Integer> write = size -> AtomicFile.write(file, out -> {
            out.write(new byte[size]);
            throw new IOException("the disk is full");
        });
        assertThatThrownBy(() -> write.accept(100_000)).hasMessageContaining("kept.npy: cannot be written: the disk");
        assertThat(NpyFile.read(file).values()).containsExactly(1, 2, 3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    /** A run that is being stopped still writes what it has. */
    @Test
    void anInterruptDoesNotSpoilAWrite() {
        Path file = folder.resolve("late.npy");
        Thread.currentThread().interrupt();
        NpyFile.write(file, Tensor.of(new double[] {1, 2, 3}));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(NpyFile.read(file).values()).containsExactly(1, 2, 3);
    }
}
