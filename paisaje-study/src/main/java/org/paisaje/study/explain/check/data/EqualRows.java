package org.paisaje.study.explain.check.data;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/**
 * Rows with equal inputs and different targets, and what they force: no function of the inputs can do better than the best
 * constant in each group of equal rows.
 *
 * @param share the share of the rows that are in a group with different targets
 * @param loss the lowest loss of any function of the inputs on these rows; empty if the loss does not know its best constant
 * @param accuracy the largest accuracy of any function of the inputs, for targets of classes
 */
public record EqualRows(double share, OptionalDouble loss, double accuracy) {
    /**
     * Groups the rows.
     *
     * @param y the targets as the loss takes them
     */
    public static EqualRows of(Matrix x, Matrix y, Loss loss) {
        int n = x.rows();
        Map<DoubleBuffer, List<Integer>> groups = new HashMap<>();
        for (int i = 0; i < n; i++) {
            groups.computeIfAbsent(DoubleBuffer.wrap(x.row(i)), key -> new ArrayList<>()).add(i);
        }
        double rows = 0;
        double right = 0;
        Matrix best = Matrix.zeros(n, y.columns());
        boolean known = true;
        for (List<Integer> group : groups.values()) {
            int[] members = group.stream().mapToInt(Integer::intValue).toArray();
            Matrix own = y.rows(members);
            Map<DoubleBuffer, Integer> counts = new HashMap<>();
            for (int i = 0; i < members.length; i++) {
                counts.merge(DoubleBuffer.wrap(own.row(i)), 1, Integer::sum);
            }
            rows += counts.size() > 1 ? members.length : 0;
            right += counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            double[] constant = loss.bestConstant(own).orElse(new double[0]);
            known &= constant.length > 0;
            for (int member : members) {
                for (int c = 0; c < constant.length; c++) {
                    best.set(member, c, constant[c]);
                }
            }
        }
        return new EqualRows(rows / n, known ? OptionalDouble.of(loss.value(best, y)) : OptionalDouble.empty(),
                right / n);
    }

    /** How many columns are exact copies of an earlier one. */
    public static int copies(Matrix x) {
        Map<Integer, List<double[]>> seen = new HashMap<>();
        int copies = 0;
        for (int j = 0; j < x.columns(); j++) {
            double[] column = x.column(j);
            List<double[]> same = seen.computeIfAbsent(Arrays.hashCode(column), key -> new ArrayList<>());
            copies += same.stream().anyMatch(other -> Arrays.equals(other, column)) ? 1 : 0;
            same.add(column);
        }
        return copies;
    }
}
