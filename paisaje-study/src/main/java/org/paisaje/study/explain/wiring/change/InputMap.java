package org.paisaje.study.explain.wiring.change;

import java.util.function.UnaryOperator;
import org.paisaje.math.linalg.Matrix;

/**
 * What is done to the inputs, as they were read, before the network sees them.
 *
 * @param key tells it from others
 * @param map must not change its argument
 */
public record InputMap(String key, UnaryOperator<Matrix> map) {
    /** As they were read. */
    public static final InputMap RAW = new InputMap("as read", x -> x);

    /** This one, then another. */
    public InputMap then(String name, UnaryOperator<Matrix> next) {
        return new InputMap(key + ", " + name, x -> next.apply(map.apply(x)));
    }
}
