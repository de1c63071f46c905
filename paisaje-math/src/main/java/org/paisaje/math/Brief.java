package org.paisaje.math;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Records with arrays in words that are short and can be read, for their {@code toString}. */
public final class Brief {
    /** Of longer arrays the first numbers and the last are shown. */
    private static final int MOST = 6;
    private static final int LONGEST = 200;

    private Brief() {}

    /** The name of the record and its components, of arrays a few numbers and the length. */
    public static String of(Record record) {
        Class<?> type = record.getClass();
        var joined = new StringJoiner(", ", name(type) + "[", "]");
        for (RecordComponent component : type.getRecordComponents()) {
            joined.add(component.getName() + "=" + words(value(record, component)));
        }
        return joined.toString();
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        Method accessor = component.getAccessor();
        try {
            AccessibleObject.setAccessible(new AccessibleObject[] {accessor}, true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String words(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Optional<?> some -> some.map(Brief::words).orElse("none");
            case Map<?, ?> map -> map.keySet().toString();
            case Collection<?> list -> several(list.toArray());
            case Object array when array.getClass().isArray() -> several(array);
            default -> cut(String.valueOf(value));
        };
    }

    private static String several(Object array) {
        int n = Array.getLength(array);
        var joined = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < n; i++) {
            if (n > MOST && i == MOST / 2) {
                joined.add("...");
                i = n - 1;
            }
            joined.add(words(Array.get(array, i)));
        }
        return n > MOST ? joined + " (" + n + ")" : joined.toString();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
