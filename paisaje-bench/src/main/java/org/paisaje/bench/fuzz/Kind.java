package org.paisaje.bench.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One kind of input from outside: valid examples, and the reader that takes them.
 *
 * @param name what it is called
 * @param examples valid inputs
 * @param form how they are damaged
 * @param ending of the file that an input is written to; empty if it is passed as text
 * @param reader takes the file, or the text
 */
record Kind(String name, List<Example> examples, Form form, String ending, Reader reader) {
    /** How an input is damaged. */
    enum Form {
        /** As bytes. */
        BYTES,
        /** As bytes, or inside the entries of an archive. */
        ARCHIVE,
        /** As text. */
        TEXT
    }

    /** What takes an input; it may refuse it by an {@link IllegalArgumentException}. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads the input and checks what it gives.
         *
         * @param file the file that holds it, if the kind has an ending
         * @param input the input
         */
        void read(Path file, byte[] input);
    }

    /** Files of one kind, whose contents are given. */
    static Kind ofFiles(String name, List<byte[]> examples, Form form, String ending, Reader reader) {
        return new Kind(name, examples.stream().map(Example::of).toList(), form, ending, reader);
    }

    /** Texts of one kind. */
    static Kind ofText(String name, List<String> examples, Consumer<String> reader) {
        return ofFiles(name, examples.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList(), Form.TEXT,
                "", (file, input) -> reader.accept(new String(input, StandardCharsets.UTF_8)));
    }

    /** Whether time and memory are bounded: generators are as large as the text says, up to the heap. */
    boolean bounded() {
        return !name.equals("data");
    }

    /** A damaged input. */
    byte[] draw(RandomGenerator random) {
        Example example = examples.get(random.nextInt(examples.size()));
        byte[] valid = example.bytes();
        byte[] other = examples.get(random.nextInt(examples.size())).bytes();
        return switch (form) {
            case BYTES -> Mutation.ofBytes(valid, other, random);
            case ARCHIVE -> random.nextBoolean()
                    ? Mutation.ofBytes(valid, other, random)
                    : Mutation.ofZip(example, other, random);
            case TEXT -> Mutation.ofText(new String(valid, StandardCharsets.UTF_8), random)
                    .getBytes(StandardCharsets.UTF_8);
        };
    }
}
