package org.paisaje.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paisaje.data.format.array.NpyFile;

/** Files that are mapped in pieces; each holds more than one. */
final class LargeFileTest {
    private static final int BYTES = (9 << 20) + 24;

    @TempDir
    private Path folder = Path.of("");

    /** An array whose bytes are 0 to 99 over and over in every unit, so that all types have small or regular values. */
    private static byte[] data(ElementType type) {
        byte[] data = new byte[BYTES];
        for (int i = 0; i < BYTES; i += type.bytes()) {
            data[i] = (byte) (i / type.bytes() % 100);
        }
        return data;
    }

    private Path write(String code, byte[] data, int count) throws IOException {
        String header = "{'descr': '" + code + "', 'fortran_order': False, 'shape': (" + count + ",), }\n";
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        return Files.write(folder.resolve("a.npy"), ByteBuffer.allocate(10 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .put(data)
                .array());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BF16")
    void piecesOfEveryTypeAreReadLikeSmallBlocks(ElementType type) throws IOException {
        byte[] data = data(type);
        int count = BYTES / type.bytes();
        for (String order : type == ElementType.U64 || type == ElementType.I64 ? "<".split("") : "<>".split("")) {
            try (NpyFile file = NpyFile.open(write(order + type.numpy(), data, count))) {
                double[] all = file.read().values();
                assertThat(all).hasSize(count);
                int step = 50_001;
                for (int from = 0; from < count; from += 7 * step) {
                    int to = Math.min(count, from + step);
                    assertThat(file.rows(from, to).data()).isEqualTo(Arrays.copyOfRange(all, from, to));
                }
                assertThat(all[12_345]).isEqualTo(switch (type) {
                    case F64 -> order.equals("<") ? 45 * Double.MIN_VALUE : Double.longBitsToDouble(45L << 56);
                    case F32 -> order.equals("<") ? 45 * Float.MIN_VALUE : Float.intBitsToFloat(45 << 24);
                    case F16 -> order.equals("<") ? 45 * 0x1p-24 : Float.float16ToFloat((short) (45 << 8));
                    case BOOL -> 1;
                    default -> order.equals("<") ? 45 : 45 * Math.pow(256, type.bytes() - 1);
                });
            }
        }
    }

    @Test
    void theFirstIntegerThatDoesNotFitIsNamedWhateverThePiece() throws IOException {
        byte[] data = data(ElementType.I64);
        ByteBuffer numbers = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putLong(8 * 7, -(1L << 53));
        numbers.putLong(8 * 8, Long.MIN_VALUE);
        numbers.putLong(8 * 9, (1L << 53) + 2);
        int count = BYTES / 8;
        for (String code : new String[] {"<i8", "<u8"}) {
            double[] values = NpyFile.read(write(code, data, count)).values();
            assertThat(values[7]).isEqualTo(code.equals("<i8") ? -0x1p53 : 0x1p64 - 0x1p53);
            assertThat(values[8]).isEqualTo(code.equals("<i8") ? -0x1p63 : 0x1p63);
            assertThat(values[9]).isEqualTo(0x1p53 + 2);
        }
        int bad = (1 << 20) + 1_000;
        numbers.putLong(8 * bad, (1L << 53) + 1);
        numbers.putLong(8 * bad + 800, -(1L << 53) - 1);
        for (String code : new String[] {"<i8", "<u8"}) {
            Path file = write(code, data, count);
            assertThatThrownBy(() -> NpyFile.read(file)).isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("byte " + (Files.size(file) - BYTES + 8L * bad))
                    .hasMessageContaining("entry " + bad + " is an integer beyond 2^53");
        }
    }

    @Test
    void aFileThatShrinksAfterItWasOpenedIsNoticed() throws IOException {
        Path path = write("<f8", data(ElementType.F64), BYTES / 8);
        try (NpyFile file = NpyFile.open(path)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(5 << 20);
            }
            assertThatThrownBy(file::read).isInstanceOf(DataFormatException.class)
                    .hasMessage(path + ": it cannot be read: it became shorter while it was read");
            assertThat(file.rows(0, 1 << 19).rows()).isEqualTo(1 << 19);
        }
    }

    /** On the reading thread, which does at least its share. */
    @Test
    void nothingButTheResultIsAllocated() throws IOException {
        Path file = write("<f8", data(ElementType.F64), BYTES / 8);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(NpyFile.read(file).values()).hasSize(BYTES / 8);
        long before = threads.getCurrentThreadAllocatedBytes();
        double[] values = NpyFile.read(file).values();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isBetween(8L * values.length,
                8L * values.length + (1 << 20));
    }
}
