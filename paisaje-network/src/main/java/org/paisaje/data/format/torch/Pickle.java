package org.paisaje.data.format.torch;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.format.DataFormatException;

/**
 * Reads the objects of a Python pickle without running anything: numbers, text, tuples, lists, dictionaries, and calls,
 * which are kept as what they are, the name of the function beside its arguments. Nothing is imported or called; whoever
 * uses the result decides which names mean something. Source: pickletools of CPython; protocols 2 to 5 as PyTorch writes
 * them.
 */
final class Pickle {
    /** The value None, for which Java maps have no place. */
    record None() {}

    /** A module's function or class by its name. */
    record Global(String name) {}

    /** What a persistent identifier stands for. */
    record Persistent(Object id) {}

    /** A tuple. */
    record Tuple(List<Object> items) {}

    /**
     * An object that Python would make by a call. It is an object with identity, which a later part of the pickle may fill.
     */
    static final class Made {
        private final String by;
        private final List<Object> arguments;
        private final Map<Object, Object> items = new LinkedHashMap<>();
        private Object state = new None();

        Made(String by, List<Object> arguments) {
            this.by = by;
            this.arguments = arguments;
        }

        /** The name of the function or class. */
        String by() {
            return by;
        }

        List<Object> arguments() {
            return arguments;
        }

        /** What was set by key, as in an ordered dictionary. */
        Map<Object, Object> items() {
            return items;
        }

        /** What the object is to be filled with, as a module with its dictionary. */
        Object state() {
            return state;
        }
    }

    private static final Object MARK = new Object();
    private static final int MOST = 5_000_000;

    private final String file;
    private final byte[] bytes;
    private int at;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private Pickle(String file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** The object that the bytes hold; {@code file} stands in complaints. */
    static Object read(String file, byte[] bytes) {
        return new Pickle(file, bytes).run();
    }

    private Object run() {
        while (true) {
            int start = at;
            int code = unsigned(1);
            if (code == '.') {
                return pop(start);
            }
            if (stack.size() > MOST) {
                throw fail(start, "it holds more than " + MOST + " objects");
            }
            step(start, code);
        }
    }

    private void step(int start, int code) {
        switch (code) {
            case 0x80 -> {
                int protocol = unsigned(1);
                if (protocol < 2 || protocol > 5) {
                    throw fail(start, "pickle protocol " + protocol + " is not read; 2 to 5 are");
                }
            }
            case 0x95 -> unsigned(8);
            case '(' -> stack.add(MARK);
            case 'N' -> stack.add(new None());
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'J' -> stack.add((long) (int) (unsigned(4)));
            case 'K' -> stack.add((long) unsigned(1));
            case 'M' -> stack.add((long) unsigned(2));
            case 0x8A -> stack.add(whole(start, unsigned(1)));
            case 0x8B -> stack.add(whole(start, length(start, 4)));
            case 'G' -> {
                need(start, 8);
                long bits = 0;
                for (int i = 0; i < 8; i++) {
                    bits = bits << 8 | bytes[at++] & 0xFF;
                }
                stack.add(Double.longBitsToDouble(bits));
            }
            case 'X' -> stack.add(text(start, length(start, 4)));
            case 0x8C, 'U' -> stack.add(text(start, unsigned(1)));
            case 0x8D -> stack.add(text(start, length(start, 8)));
            case 'T', 'B' -> stack.add(text(start, length(start, 4)));
            case 'C' -> stack.add(text(start, unsigned(1)));
            case 0x8E -> stack.add(text(start, length(start, 8)));
            case ')' -> stack.add(new Tuple(List.of()));
            case 't' -> stack.add(new Tuple(marked(start)));
            case 0x85 -> stack.add(tuple(start, 1));
            case 0x86 -> stack.add(tuple(start, 2));
            case 0x87 -> stack.add(tuple(start, 3));
            case ']' -> stack.add(new ArrayList<Object>());
            case '}' -> stack.add(new LinkedHashMap<Object, Object>());
            case 0x8F -> stack.add(new ArrayList<Object>());
            case 'l' -> stack.add(new ArrayList<>(marked(start)));
            case 'a' -> {
                Object item = pop(start);
                append(start, List.of(item));
            }
            case 'e', 0x90 -> append(start, marked(start));
            case 's' -> {
                Object value = pop(start);
                Object key = pop(start);
                set(start, List.of(key, value));
            }
            case 'u' -> set(start, marked(start));
            case 'd' -> {
                List<Object> items = marked(start);
                stack.add(new LinkedHashMap<Object, Object>());
                set(start, items);
            }
            case 'q' -> memo.put(unsigned(1), peek(start));
            case 'r' -> memo.put(unsigned(4), peek(start));
            case 0x94 -> memo.put(memo.size(), peek(start));
            case 'h' -> stack.add(recalled(start, unsigned(1)));
            case 'j' -> stack.add(recalled(start, unsigned(4)));
            case '0' -> pop(start);
            case '1' -> marked(start);
            case '2' -> stack.add(peek(start));
            case 'c' -> {
                String module = line(start);
                stack.add(new Global(module + "." + line(start)));
            }
            case 0x93 -> {
                Object name = pop(start);
                Object module = pop(start);
                if (!(name instanceof String last) || !(module instanceof String first)) {
                    throw fail(start, "the name of a function is no text");
                }
                stack.add(new Global(first + "." + last));
            }
            case 'R', 0x81 -> {
                Object arguments = pop(start);
                Object function = pop(start);
                stack.add(made(start, function, arguments));
            }
            case 0x92 -> {
                pop(start);
                Object arguments = pop(start);
                Object function = pop(start);
                stack.add(made(start, function, arguments));
            }
            case 'b' -> {
                Object state = pop(start);
                if (peek(start) instanceof Made object) {
                    object.state = state;
                }
            }
            case 'Q' -> stack.add(new Persistent(pop(start)));
            default -> throw fail(start, String.format("the pickle operation %02x is not read; files that torch.save "
                    + "writes do not hold it", code));
        }
    }

    private Made made(int start, Object function, Object arguments) {
        if (!(arguments instanceof Tuple(List<Object> items))) {
            throw fail(start, "a call needs a tuple of arguments");
        }
        String name = function instanceof Global(String global) ? global : "a function that is itself made";
        return new Made(name, items);
    }

    private void append(int start, List<Object> items) {
        if (peek(start) instanceof List<?> list) {
            @SuppressWarnings("unchecked")
            List<Object> into = (List<Object>) list;
            into.addAll(items);
        } else if (!(peek(start) instanceof Made)) {
            throw fail(start, "items are added to what is no list");
        }
    }

    private void set(int start, List<Object> items) {
        if (items.size() % 2 != 0) {
            throw fail(start, "a key of a dictionary has no value");
        }
        Map<Object, Object> into = switch (peek(start)) {
            case Made made -> made.items;
            case Map<?, ?> map -> {
                @SuppressWarnings("unchecked")
                Map<Object, Object> known = (Map<Object, Object>) map;
                yield known;
            }
            default -> throw fail(start, "keys are set in what is no dictionary");
        };
        for (int i = 0; i < items.size(); i += 2) {
            // Only plain keys are compared by value; others might hold themselves.
            Object key = items.get(i);
            into.put(key instanceof String || key instanceof Long || key instanceof Boolean
                    ? key
                    : "item " + into.size(), items.get(i + 1));
        }
    }

    private Object peek(int start) {
        if (stack.isEmpty() || stack.getLast() == MARK) {
            throw fail(start, "an operation lacks its operand");
        }
        return stack.getLast();
    }

    private Object pop(int start) {
        Object result = peek(start);
        stack.removeLast();
        return result;
    }

    private List<Object> marked(int start) {
        int mark = stack.size() - 1;
        while (mark >= 0 && stack.get(mark) != MARK) {
            mark--;
        }
        if (mark < 0) {
            throw fail(start, "an operation lacks its mark");
        }
        List<Object> items = new ArrayList<>(stack.subList(mark + 1, stack.size()));
        stack.subList(mark, stack.size()).clear();
        return items;
    }

    private Tuple tuple(int start, int count) {
        Object[] items = new Object[count];
        for (int i = count - 1; i >= 0; i--) {
            items[i] = pop(start);
        }
        return new Tuple(List.of(items));
    }

    private Object recalled(int start, int index) {
        return Optional.ofNullable(memo.get(index))
                .orElseThrow(() -> fail(start, "object " + index + " is recalled and was never kept"));
    }

    private int unsigned(int count) {
        need(at, count);
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= i < 4 ? (bytes[at + i] & 0xFF) << 8 * i : 0;
        }
        at += count;
        return value;
    }

    private int length(int start, int count) {
        need(start, count);
        boolean small = true;
        for (int i = 4; i < count; i++) {
            small &= bytes[at + i] == 0;
        }
        int value = unsigned(count);
        if (!small || value < 0) {
            throw fail(start, "a length is larger than the file");
        }
        return value;
    }

    private Object whole(int start, int count) {
        need(start, count);
        byte[] big = new byte[count];
        for (int i = 0; i < count; i++) {
            big[count - 1 - i] = bytes[at + i];
        }
        at += count;
        if (count > 8) {
            return new BigInteger(big);
        }
        return count == 0 ? 0L : new BigInteger(big).longValue();
    }

    private String text(int start, int length) {
        need(start, length);
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    private String line(int start) {
        int end = at;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        need(start, end + 1 - at);
        String result = new String(Arrays.copyOfRange(bytes, at, end), StandardCharsets.UTF_8);
        at = end + 1;
        return result;
    }

    private void need(int start, int count) {
        if (count < 0 || count > bytes.length - at) {
            throw fail(start, "the pickle ends inside an operation");
        }
    }

    private DataFormatException fail(int where, String reason) {
        return DataFormatException.atByte(file, where, reason);
    }
}
