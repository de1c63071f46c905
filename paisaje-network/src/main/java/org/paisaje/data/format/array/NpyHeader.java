package org.paisaje.data.format.array;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.math.memory.Sizes;

/**
 * The header of one NumPy array, format versions 1 to 3: a magic number, the length of the rest, and a Python dictionary
 * with the keys descr, fortran_order and shape. Source: NumPy Enhancement Proposal 1 and the notes of numpy.lib.format.
 *
 * @param letters how many numbers of that type make one text; 0 if the array holds numbers
 * @param length the number of bytes before the first number
 */
record NpyHeader(ElementType type, ByteOrder order, boolean fortran, int[] shape, int letters, int length) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 20;

    /** The number of values, those of texts being their letters; below 2^31. */
    int count() {
        int count = Math.max(1, letters);
        for (int size : shape) {
            count *= size;
        }
        return count;
    }

    /** Refuses text where numbers are needed. */
    NpyHeader numbers(String file) {
        if (letters > 0) {
            throw DataFormatException.atByte(file, 0,
                    "it holds text; numbers are needed, only the targets of a classification may be text");
        }
        return this;
    }

    /** Reads the header off the start of the stream. */
    static NpyHeader read(String file, InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw DataFormatException.atByte(file, 0, "it is no NumPy array: one starts with \\x93NUMPY"
                    + (start.length < 8 ? ", and this ends after " + start.length + " bytes" : ""));
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw DataFormatException.atByte(file, 6,
                    "NumPy format version " + version + "." + start[7] + " is not known; 1 to 3 are");
        }
        byte[] size = in.readNBytes(version == 1 ? 2 : 4);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = length << 8 | size[i] & 0xFF;
        }
        if (length > LONGEST) {
            throw DataFormatException.atByte(file, 8, "the header claims " + length + " bytes; at most " + LONGEST
                    + " are read, so this is damage");
        }
        int textStart = 8 + (version == 1 ? 2 : 4);
        byte[] text = in.readNBytes((int) length);
        if (textStart != 8 + size.length || text.length < length) {
            throw DataFormatException.atByte(file, 8 + size.length + text.length, "the file ends inside the header");
        }
        var parser = new Parser(file, textStart,
                new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        return parser.header(textStart + (int) length);
    }

    /** The bytes of a version 1 header for little-endian rows, padded so that the numbers start at a multiple of 64. */
    static byte[] write(ElementType type, int[] shape) {
        var sizes = new StringBuilder();
        for (int size : shape) {
            sizes.append(size).append(sizes.isEmpty() && shape.length > 1 ? ", " : shape.length == 1 ? "," : ", ");
        }
        String list = shape.length > 1 ? sizes.substring(0, sizes.length() - 2) : sizes.toString();
        String text = "{'descr': '<" + type.numpy() + "', 'fortran_order': False, 'shape': (" + list + "), }";
        int total = (10 + text.length() + 1 + 63) / 64 * 64;
        byte[] bytes = new byte[total];
        System.arraycopy(MAGIC, 0, bytes, 0, 6);
        bytes[6] = 1;
        bytes[8] = (byte) (total - 10);
        bytes[9] = (byte) ((total - 10) >> 8);
        Arrays.fill(bytes, 10, total - 1, (byte) ' ');
        bytes[total - 1] = '\n';
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 10, text.length());
        return bytes;
    }

    /** Reads the dictionary: strings, True and False, and tuples of integers are all that may stand in it. */
    private static final class Parser {
        private final String file;
        private final int start;
        private final String text;
        private int at;

        Parser(String file, int start, String text) {
            this.file = file;
            this.start = start;
            this.text = text;
        }

        NpyHeader header(int length) {
            Optional<String> descr = Optional.empty();
            int descrAt = 0;
            Optional<Boolean> fortran = Optional.empty();
            Optional<int[]> shape = Optional.empty();
            expect('{');
            while (peek() != '}') {
                int keyAt = at;
                String key = string();
                expect(':');
                switch (key) {
                    case "descr" -> {
                        if (peek() == '[') {
                            throw fail(at, "it holds records with fields; only plain numbers are read");
                        }
                        descrAt = at;
                        descr = Optional.of(string());
                    }
                    case "fortran_order" -> fortran = Optional.of(truth());
                    case "shape" -> shape = Optional.of(tuple());
                    default -> throw fail(keyAt, "'" + key + "' is no key of a NumPy header");
                }
                if (peek() == ',') {
                    at++;
                } else if (peek() != '}') {
                    throw fail(at, "a comma or } is needed");
                }
            }
            at++;
            if (!text.substring(at).isBlank()) {
                throw fail(at, "nothing may follow the dictionary of the header");
            }
            if (descr.isEmpty() || fortran.isEmpty() || shape.isEmpty()) {
                throw fail(0, "the header lacks one of the keys 'descr', 'fortran_order' and 'shape'");
            }
            return typed(descr.get(), descrAt, fortran.get(), shape.get(), length);
        }

        private NpyHeader typed(String descr, int descrAt, boolean fortran, int[] shape, int length) {
            String code = descr.replaceFirst("^[<>|=]", "").replaceFirst("^\\?$", "b1");
            if (code.equals("O") || code.startsWith("O")) {
                throw fail(descrAt, "it holds pickled Python objects, which are never loaded; save plain numbers, or "
                        + "labels by y.astype(str)");
            }
            ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            if (code.matches("[US]\\d{1,6}")) {
                int letters = Integer.parseInt(code.substring(1));
                long product = letters;
                for (int size : shape) {
                    product *= Math.max(1, size);
                    if (letters == 0 || product > Sizes.LARGEST) {
                        throw fail(descrAt, letters == 0
                                ? "its texts have no letters"
                                : "it claims more than 2^31 - 9 letters");
                    }
                }
                return new NpyHeader(code.startsWith("U") ? ElementType.U32 : ElementType.U8, order, fortran, shape,
                        letters, length);
            }
            ElementType type = ElementType.ofNumpy(code)
                    .orElseThrow(() -> fail(descrAt, "numbers of type '" + descr
                            + "' are not read; float16/32/64, integers of 8 to 64 bits and bool are"));
            return new NpyHeader(type, order, fortran, shape, 0, length);
        }

        private int[] tuple() {
            int tupleAt = at;
            expect('(');
            int[] sizes = new int[8];
            int count = 0;
            long product = 1;
            while (peek() != ')') {
                if (count == sizes.length) {
                    throw fail(at, "arrays of more than 8 dimensions are not read");
                }
                sizes[count] = integer();
                product = product * Math.max(1, sizes[count]);
                count++;
                if (product > Sizes.LARGEST) {
                    throw fail(tupleAt, "the shape claims more than 2^31 - 9 numbers, which one matrix cannot hold");
                }
                if (peek() == ',') {
                    at++;
                } else if (peek() != ')') {
                    throw fail(at, "a comma or ) is needed");
                }
            }
            at++;
            return Arrays.copyOf(sizes, count);
        }

        private int integer() {
            int from = skipBlanks();
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            String digits = text.substring(from, at);
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            if (digits.isEmpty() || digits.length() > 10 || Long.parseLong(digits) > Sizes.LARGEST) {
                throw fail(from, digits.isEmpty() ? "a size is needed" : "the size " + digits + " is too large");
            }
            return Integer.parseInt(digits);
        }

        private boolean truth() {
            int from = skipBlanks();
            if (text.startsWith("True", at)) {
                at += 4;
                return true;
            }
            if (text.startsWith("False", at)) {
                at += 5;
                return false;
            }
            throw fail(from, "True or False is needed");
        }

        private String string() {
            int from = skipBlanks();
            char quote = peek();
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, from + 1) : -1;
            if (end < 0) {
                throw fail(from, "a string in quotes is needed");
            }
            at = end + 1;
            return text.substring(from + 1, end);
        }

        private void expect(char wanted) {
            if (peek() != wanted) {
                throw fail(at, "'" + wanted + "' is needed");
            }
            at++;
        }

        private char peek() {
            int i = skipBlanks();
            return i < text.length() ? text.charAt(i) : '\0';
        }

        private int skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at;
        }

        private DataFormatException fail(int where, String reason) {
            return DataFormatException.atByte(file, (long) start + where, reason);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NpyHeader h && type == h.type && order.equals(h.order) && fortran == h.fortran
                && Arrays.equals(shape, h.shape) && letters == h.letters && length == h.length;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shape) + length;
    }
}
