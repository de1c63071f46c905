package org.paisaje.theory.dynamics.dead;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;

/**
 * A box of inputs, {@code low <= x <= high} entry by entry; what is stated for certain is stated on it.
 *
 * @param low the lower corner
 * @param high the upper corner
 */
public record InputBox(double[] low, double[] high) {
    /** Checks that it is not empty. */
    public InputBox {
        if (low.length != high.length) {
            throw new IllegalArgumentException("InputBox: the lower corner has " + low.length
                    + " entries, the upper one " + high.length + "; both need one for each input");
        }
        for (int j = 0; j < low.length; j++) {
            if (!(low[j] <= high[j]) || Double.isInfinite(low[j]) || Double.isInfinite(high[j])) {
                throw new IllegalArgumentException("InputBox: input " + j + " goes from " + low[j] + " to " + high[j]
                        + "; the lower end must be finite and at most the upper one");
            }
        }
        low = low.clone();
        high = high.clone();
    }

    /** The smallest box around the rows of x. */
    public static InputBox around(Matrix x) {
        double[] low = new double[x.columns()];
        double[] high = new double[x.columns()];
        for (int j = 0; j < low.length; j++) {
            double[] column = x.column(j);
            low[j] = Arrays.stream(column).min().orElse(0);
            high[j] = Arrays.stream(column).max().orElse(0);
        }
        return new InputBox(low, high);
    }

    /** The cube {@code [low, high]^d}. */
    public static InputBox cube(int d, double low, double high) {
        double[] a = new double[d];
        double[] b = new double[d];
        Arrays.fill(a, low);
        Arrays.fill(b, high);
        return new InputBox(a, b);
    }

    /** The number of inputs. */
    public int inputs() {
        return low.length;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
