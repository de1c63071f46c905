package org.paisaje.study.explain.signal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed when it is first asked for. */
public final class Lazy<T> {
    private final Supplier<T> supplier;
    private @Nullable T value;

    /** The value that {@code supplier} gives. */
    public Lazy(Supplier<T> supplier) {
        this.supplier = supplier;
    }

    /** The value. */
    public synchronized T get() {
        T known = value;
        if (known == null) {
            known = supplier.get();
            value = known;
        }
        return known;
    }
}
